#include "core/ownership/inbox/reliable_inbox.hpp"

#include <algorithm>

#include "core/base/digest.hpp"
#include "core/command/command_queue_records.hpp"
#include "core/observe/audit.hpp"
#include "core/runtime/context.hpp"
#include "core/runtime/retry.hpp"
#include "core/service/decision_made.hpp"

namespace crisper {
namespace {

/// To itself: there may be a command to carry out.
struct TakeNext {
  CRISPER_BODY(TakeNext);
  CRISPER_FIELDS()
};

/// The append that takes a delivery in needs a name of its own.
CommandId name_of(const CommandsCame& came) {
  return CommandId{mix_bits(name_key("commands came") ^ mix_bits(came.relay.value) ^
                            mix_bits(static_cast<std::uint64_t>(came.through)))};
}

void observe(Context& context, ObservationKind kind, const SubmitCommand& command, std::int64_t a = 0) {
  context.observe({.kind = kind,
                   .message = subject(command.command),
                   .correlation = command.correlation,
                   .stream = command.stream,
                   .a = a,
                   .payload = command.body.get()});
}

void observe_states(Context& context, ObservationKind kind, const SubmitCommand& command) {
  for_each_part(command, [&](StreamId stream, const Payload&) {
    context.observe({.kind = kind, .message = subject(command.command), .stream = stream});
  });
}

}  // namespace

Task<> ReliableInbox::start(Context& context) {
  co_await read_inbox(context);
  co_await tell(context);
  go_on(context);
}

Task<> ReliableInbox::receive(Context& context, const Envelope& envelope) {
  if (const auto* delivery = envelope.payload.as<Delivery>()) {
    co_await take_in(context, envelope, *delivery);
  } else if (envelope.payload.as<TakeNext>() && !waiting_.empty()) {
    co_await carry_out_next(context);
    go_on(context);
  }
}

void ReliableInbox::go_on(Context& context) const {
  if (!waiting_.empty()) context.cast(context.self(), Payload::of(TakeNext{}));
}

Task<> ReliableInbox::take_in(Context& context, const Envelope& envelope, const Delivery& delivery) {
  const bool idle = waiting_.empty();
  while (true) {
    const std::int64_t known = received_[envelope.from];
    CommandsCame came{.relay = envelope.from, .through = known, .commands = {}};
    for (std::size_t i = 0; i < delivery.items.size(); ++i) {
      const std::int64_t place = delivery.first + static_cast<std::int64_t>(i);
      if (place <= known) continue;
      came.through = place;
      if (delivery.items[i].as<SubmitCommand>()) came.commands.push_back(delivery.items[i]);
    }
    if (came.through == known) break;
    const CommandId name = name_of(came);
    const Payload event = Payload::of(std::move(came));
    AppendEvents request{.command = name, .correlation = {}, .parts = {}};
    request.parts.push_back({.stream = inbox, .expected = version_, .token = {}, .events = {event}});
    const bool stored = co_await append(context, std::move(request));
    if (!stored) {  // the inbox has been read again: perhaps it is there, or a command was taken out after all
      co_await tell(context);
      continue;
    }
    apply(event);
    for (const Payload& command : event.as<CommandsCame>()->commands) {
      observe(context, ObservationKind::command_enqueued, *command.as<SubmitCommand>(),
              static_cast<std::int64_t>(waiting_.size()));
    }
  }
  context.reply(envelope, Payload::of(Received{}));
  if (idle) go_on(context);
}

Task<> ReliableInbox::carry_out_next(Context& context) {
  const Payload payload = waiting_.front();
  const auto& command = *payload.as<SubmitCommand>();
  observe(context, ObservationKind::command_dispatched, command, 1);
  const bool has_state = !asks_a_service(options_.effects.get(), command);
  std::optional<Decided> decided;
  if (has_state) {
    observe_states(context, ObservationKind::state_requested, command);
    observe_states(context, ObservationKind::state_entered, command);
    co_await context.work(options_.costs.grant.draw(context, command.body, "grant"));
    decided = co_await decide(context, command);
  } else {
    decided = co_await have_it_done(context, payload);
  }
  if (decided) {
    const Payload taken = Payload::of(CommandTaken{.command = command.command, .status = decided->status});
    AppendEvents request{.command = command.command, .correlation = command.correlation, .parts = decided->parts};
    request.parts.push_back({.stream = inbox, .expected = version_, .token = {}, .events = {taken}});
    const bool stored = co_await append(context, std::move(request));
    if (stored) {
      apply(taken);
      std::uint64_t events = 0;  // which are named after their command, one after the other
      for (const StreamAppend& part : decided->parts) {
        CachedState& state = states_.get(part.stream, *options_.dispatcher->find(part.stream));
        for (const Payload& event : part.events) options_.dispatcher->find(part.stream)->evolve(*state.state, event);
        state.version.value += static_cast<std::int64_t>(part.events.size());
        events += part.events.size();
        state.last = event_id_of(command.command, events - 1);
      }
      const bool handled = decided->status == CommandStatus::handled;
      observe(context, handled ? ObservationKind::command_handled : ObservationKind::command_rejected, command,
              static_cast<std::int64_t>(decided->events));
    }
  } else {
    co_await context.sleep(options_.pause);
  }
  if (has_state) observe_states(context, ObservationKind::state_left, command);
  co_await tell(context);
}

Task<std::optional<ReliableInbox::Decided>> ReliableInbox::decide(Context& context, const SubmitCommand& command) {
  Decided decided;
  if (names_a_state_twice(command.stream, command.also)) {
    co_return Decided{.parts = {}, .status = CommandStatus::rejected};
  }
  for (std::size_t i = 0; i <= command.also.size(); ++i) {
    const StreamId stream = i == 0 ? command.stream : command.also[i - 1].stream;
    const Payload& body = i == 0 ? command.body : command.also[i - 1].body;
    const AnyDecider* decider = options_.dispatcher->find(stream);
    if (!decider) co_return Decided{.parts = {}, .status = CommandStatus::rejected};
    if (!co_await load(context, stream, *decider)) co_return std::nullopt;
    const CachedState& state = states_.get(stream, *decider);
    Decision decision = decider->decide(*state.state, body);
    observe_decision_made(context, command, {stream, body, state, decided.events}, decision);
    const StreamVersion version = state.version;
    co_await context.work(options_.costs.decide.draw(context, body, "decide"));
    if (!decision) co_return Decided{.parts = {}, .status = CommandStatus::rejected};
    if (decision->empty()) continue;
    decided.events += decision->size();
    decided.parts.push_back(
        {.stream = stream, .expected = version, .token = {}, .events = std::move(*decision)});
  }
  co_return decided;
}

Task<std::optional<ReliableInbox::Decided>> ReliableInbox::have_it_done(Context& context, Payload command) {
  const Outcome outcome =
      co_await give_to_service(context, *options_.effects, std::move(command), options_.call_timeout);
  if (outcome == Outcome::try_again) co_return std::nullopt;
  co_return Decided{.parts = {},
                    .status = outcome == Outcome::handled ? CommandStatus::handled : CommandStatus::rejected};
}

Task<bool> ReliableInbox::load(Context& context, StreamId stream, const AnyDecider& decider) {
  if (states_.get(stream, decider).known) co_return true;
  const Payload read = Payload::of(ReadStream{.stream = stream, .after = {}, .command = {}});
  const Result<Payload, CallError> answer = co_await context.call(options_.event_store, read, options_.call_timeout);
  const StreamSlice* slice = answer ? answer->as<StreamSlice>() : nullptr;
  if (!slice) co_return false;
  CachedState& state = states_.get(stream, decider);
  for (const Payload& event : slice->events) decider.evolve(*state.state, event.as<RecordedEvent>()->body);
  if (!slice->events.empty()) state.last = slice->events.back().as<RecordedEvent>()->id;
  state.version = slice->head;
  state.known = true;
  co_return true;
}

Task<bool> ReliableInbox::append(Context& context, AppendEvents request) {
  const Payload append = Payload::of(std::move(request));
  const Result<Payload, CallError> answer = co_await context.call(options_.append_to, append, options_.call_timeout);
  if (answer && answer->as<EventsAppended>()) co_return true;
  states_ = StateCache(states_cached);
  co_await read_inbox(context);
  co_return false;
}

Task<> ReliableInbox::read_inbox(Context& context) {
  while (true) {
    const Payload read = Payload::of(ReadStream{.stream = inbox, .after = version_, .command = {}});
    const Result<Payload, CallError> answer = co_await context.call(options_.event_store, read, options_.call_timeout);
    if (const StreamSlice* slice = answer ? answer->as<StreamSlice>() : nullptr) {
      for (const Payload& event : slice->events) apply(event.as<RecordedEvent>()->body);
      co_return;
    }
    co_await context.sleep(options_.pause);
  }
}

void ReliableInbox::apply(const Payload& inbox_event) {
  ++version_.value;
  if (const auto* came = inbox_event.as<CommandsCame>()) {
    received_[came->relay] = came->through;
    waiting_.insert(waiting_.end(), came->commands.begin(), came->commands.end());
  } else if (const auto* taken = inbox_event.as<CommandTaken>()) {
    std::erase_if(waiting_, [&](const Payload& each) { return each.as<SubmitCommand>()->command == taken->command; });
    latest_ = *taken;
  }
}

Task<> ReliableInbox::tell(Context& context) {
  if (!latest_) co_return;
  const Payload outcome = Payload::of(CompleteCommand{.command = latest_->command, .status = latest_->status});
  Retry retry;
  while (true) {
    const Result<Payload, CallError> noted =
        co_await context.call(options_.command_store, outcome, options_.call_timeout);
    if (noted) break;
    co_await retry.pause(context, noted.error());
  }
  latest_.reset();
}

void ReliableInbox::inspect(Audit& audit) const {
  for (const Payload& command : waiting_) {
    const auto* submit = command.as<SubmitCommand>();
    audit.take({.kind = AuditKind::command_queued,
                .message = subject(submit->command),
                .stream = submit->stream,
                .payload = command});
  }
}

}  // namespace crisper
