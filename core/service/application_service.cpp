#include "core/service/application_service.hpp"

#include <algorithm>

#include "core/message/delivery.hpp"
#include "core/runtime/retry.hpp"
#include "core/service/decision_made.hpp"

namespace crisper {
namespace {

void observe_decision(Context& context, ObservationKind kind, const SubmitCommand& command, std::size_t events = 0) {
  context.observe({.kind = kind,
                   .message = subject(command.command),
                   .stream = command.stream,
                   .a = static_cast<std::int64_t>(events),
                   .payload = command.body.get()});
}

}  // namespace

ApplicationService::ApplicationService(ApplicationServiceOptions options)
    : options_(std::move(options)),
      ownership_(options_.ownership()),
      states_(options_.cached_states),
      snapshots_(options_.snapshots, options_.release) {}

void ApplicationService::inspect(Audit& audit) const { ownership_->inspect(audit); }

Task<> ApplicationService::receive(Context& context, const Envelope& envelope) {
  return ownership_->receive(context, envelope);
}

Task<Outcome> ApplicationService::carry_out(Context& context, Payload payload) {
  const auto& dispatched = *payload.as<DispatchedCommand>();
  const auto& command = *dispatched.command.as<SubmitCommand>();
  upgrade(context.monotonic());
  if (!options_.several_states && !command.also.empty()) {
    observe_decision(context, ObservationKind::command_rejected, command);
    co_return Outcome::rejected;
  }
  for_each_part(command, [&](StreamId stream, const Payload&) {
    context.observe({.kind = ObservationKind::state_requested, .message = subject(command.command), .stream = stream});
  });
  const Result<Owned, OwnershipError> owned = co_await ownership_->enter(context, dispatched);
  if (!owned) co_return Outcome::try_again;
  observe_each(context, ObservationKind::state_entered, command, *owned);
  Attempt last;
  Duration longest = options_.backoff;
  for (std::uint32_t tried = 0; tried <= options_.decide_again_limit; ++tried) {
    if (tried > 0 && longest > Duration::zero()) {
      co_await context.sleep(Duration(context.rng("backoff").between(std::int64_t{0}, longest.count())));
      longest *= 2;
    }
    last = co_await attempt(context, dispatched, *owned);
    if (!last.stream_moved) break;
  }
  if (!last.heads.empty()) {
    const SimTime until = context.on_monotonic(owned->until, owned->clock);
    co_await hold_until_back(context, options_.own_events, command.command, std::move(last.heads), until);
  }
  observe_each(context, ObservationKind::state_left, command, *owned);
  ownership_->leave(context, command, *owned, last.appended);
  co_return last.outcome;
}

void ApplicationService::observe_each(Context& context, ObservationKind kind, const SubmitCommand& command,
                                      const Owned& owned) const {
  for (const Hold& hold : owned.holds) {
    context.observe({.kind = kind, .message = subject(command.command), .stream = hold.stream, .a = hold.fence.value});
  }
}

Task<ApplicationService::Attempt> ApplicationService::attempt(Context& context, const DispatchedCommand& dispatched,
                                                              const Owned& owned) {
  const auto& command = *dispatched.command.as<SubmitCommand>();
  bool command_known = false;
  AppendEvents request{
      .command = command.command, .correlation = command.correlation, .parts = {}, .commutes = options_.commutes};
  std::vector<StreamAppend>& parts = request.parts;
  bool rejected = false;
  std::uint64_t decided = 0;  // events
  for (std::size_t i = 0; i <= command.also.size() && !rejected; ++i) {
    const StreamId stream = i == 0 ? command.stream : command.also[i - 1].stream;
    const Payload& body = i == 0 ? command.body : command.also[i - 1].body;
    const AnyDecider* decider = options_.dispatcher->find(stream);
    if (!decider) co_return Attempt{.outcome = Outcome::rejected, .appended = {}};
    const Loaded state{stream, decider, owned.holds[i].fence};
    Decision decision;
    // What is rejected from memory may have been carried out: an earlier delivery can come behind a later one.
    for (bool looks = dispatched.repeated || !is_remembered(state);; looks = true) {
      if (looks) {
        const bool loaded = co_await load(context, command, state, command_known);
        if (!loaded) co_return Attempt{};
      }
      if (command_known) {
        context.observe(
            {.kind = ObservationKind::command_repeated, .message = subject(command.command), .stream = stream});
        std::vector<StreamHead> stored = co_await stored_heads(context, command.command);
        co_return Attempt{.outcome = Outcome::handled, .appended = {}, .heads = std::move(stored)};
      }
      decision = decider->decide(*states_.get(stream, *decider).state, body);
      if (decision || looks) break;
    }
    const CachedState& cached = states_.get(stream, *decider);
    observe_decision_made(context, command, {stream, body, cached, decided}, decision);
    const std::uint64_t generation = owned.holds[i].fence.value != 0 ? cached.generation : 0;
    if (i > 0 && generation != request.generation) co_return Attempt{.stream_moved = true, .appended = {}};
    request.generation = generation;
    rejected = !decision;
    if (decision && decision->empty()) request.reads.push_back({.stream = stream, .version = cached.version});
    if (!decision || decision->empty()) continue;
    decided += decision->size();
    parts.push_back(
        StreamAppend{.stream = stream,
                     .expected = names_version(stream, *decision) ? std::optional(cached.version) : std::nullopt,
                     .token = owned.holds[i].fence,
                     .events = std::move(*decision)});
  }
  if (rejected || parts.empty()) {
    observe_decision(context, rejected ? ObservationKind::command_rejected : ObservationKind::command_handled, command);
    co_return Attempt{.outcome = rejected ? Outcome::rejected : Outcome::handled, .appended = {}};
  }
  if (!ownership_->still_holds(context, owned)) co_return Attempt{};
  co_return co_await append(context, command, std::move(request));
}

bool ApplicationService::names_version(StreamId stream, const std::vector<Payload>& events) const {
  if (!options_.counting) return options_.expect_version;
  const auto is_counted = [&](const Payload& event) { return options_.counting(stream, event).has_value(); };
  return !std::ranges::all_of(events, is_counted);
}

bool ApplicationService::is_remembered(const Loaded& state) {
  return options_.trusts_memory && states_.get(state.stream, *state.decider).known;
}

Task<bool> ApplicationService::load(Context& context, const SubmitCommand& command, Loaded state,
                                    bool& command_known) {
  std::optional<Snapshot> snapshot;
  if (!states_.get(state.stream, *state.decider).known) {
    snapshot = co_await snapshots_.find(context, state.stream, *state.decider, options_.call_timeout);
  }
  while (true) {
    const StreamVersion after =
        snapshot ? snapshot->read_after() : states_.get(state.stream, *state.decider).version;
    const Result<Payload, CallError> answer = co_await read(context, command, state, after);
    const StreamSlice* slice = answer ? answer->as<StreamSlice>() : nullptr;
    if (!slice) co_return false;
    if (snapshot && !snapshot->is_of(slice->events)) {
      snapshots_.refuse(context, *snapshot, SnapshotRefusal::other_history);
      snapshot.reset();
      continue;
    }
    CachedState& cached = states_.get(state.stream, *state.decider);
    if (snapshot) snapshots_.restore(context, *snapshot, *state.decider, cached, slice->events.size() - 1);
    if (!fold(context, command, state, *slice)) co_return false;
    command_known = slice->command_known;
    co_return true;
  }
}

bool ApplicationService::fold(Context& context, const SubmitCommand& command, Loaded state, const StreamSlice& slice) {
  CachedState& cached = states_.get(state.stream, *state.decider);
  if (slice.head < cached.version) {
    // The store has less than this service remembers: what it remembers was never durable.
    states_.forget(state.stream);
    return false;
  }
  for (const Payload& event : slice.events) {
    const auto* recorded = event.as<RecordedEvent>();
    if (recorded->version <= cached.version) continue;
    const auto upcast = evolve(context, *state.decider, *cached.state, recorded->body);
    if (upcast) context.observe(upcast_observed(*recorded, *upcast));
    cached.version = recorded->version;
    cached.last = recorded->id;
  }
  cached.known = true;
  cached.generation = slice.generation;
  snapshots_.keep_if_due(context, state.stream, *state.decider, cached);
  if (options_.own_events.decides) {
    context.observe({.kind = ObservationKind::state_read,
                     .message = subject(command.command),
                     .stream = state.stream,
                     .a = cached.version.value});
  }
  return true;
}

std::optional<std::size_t> ApplicationService::evolve(Context& context, const AnyDecider& decider, AnyState& state,
                                                      const Payload& event) const {
  const std::optional<std::vector<Payload>> today = options_.release.read(event, context.monotonic());
  if (!today) {
    decider.evolve(state, event);
    return std::nullopt;
  }
  for (const Payload& each : *today) decider.evolve(state, each);
  return today->size();
}

void ApplicationService::upgrade(SimTime now) {
  if (upgraded_ || !options_.release.change || options_.release.is_before(now)) return;
  upgraded_ = true;
  states_ = StateCache(options_.cached_states);
}

Task<Result<Payload, CallError>> ApplicationService::read(Context& context, const SubmitCommand& command, Loaded state,
                                                          StreamVersion after) {
  if (options_.own_events.decides) {
    const Payload request =
        Payload::of(ReadOwnEvents{.stream = state.stream, .after = after, .command = command.command});
    co_return co_await context.call(options_.own_events.process, request, options_.call_timeout);
  }
  const Payload request =
      Payload::of(ReadStream{.stream = state.stream, .after = after, .command = command.command, .token = state.fence});
  co_return co_await context.call(options_.event_store, request, options_.call_timeout);
}

Task<std::vector<StreamHead>> ApplicationService::stored_heads(Context& context, CommandId command) {
  std::vector<StreamHead> heads;
  if (!options_.own_events.holds) co_return heads;
  const Payload question = Payload::of(FindCommand{.command = command});
  const Result<Payload, CallError> answer =
      co_await context.call(options_.event_store, question, options_.call_timeout);
  const StoredCommand* stored = answer ? answer->as<StoredCommand>() : nullptr;
  if (!stored) co_return heads;
  for (const Payload& event : stored->events) {
    const auto& recorded = *event.as<RecordedEvent>();
    heads.push_back({recorded.stream, recorded.version});
  }
  co_return heads;
}

Task<ApplicationService::Attempt> ApplicationService::append(Context& context, const SubmitCommand& command,
                                                             AppendEvents asked) {
  std::vector<Payload> events;
  for (const StreamAppend& part : asked.parts) events.insert(events.end(), part.events.begin(), part.events.end());
  if (!co_await ownership_->admit(context, command, events)) co_return Attempt{};
  if (options_.counting) {
    const auto is_exact = [](const StreamAppend& part) { return part.expected.has_value(); };
    asked.commutes = std::ranges::none_of(asked.parts, is_exact);
  }
  for (StreamAppend& part : asked.parts) {
    for (Payload& event : part.events) event = options_.release.written(event, context.monotonic());
  }
  const Payload request = Payload::of(std::move(asked));
  const Result<Payload, CallError> answer = co_await context.call(options_.append_to, request, options_.call_timeout);
  if (!answer) {
    // Applied or not: whoever gets the command next will see.
    forget(command);
    ownership_->append_in_doubt(request);
    co_return Attempt{};
  }
  if (const auto* refused = answer->as<AppendRefused>()) {
    forget(command);
    const AppendError error = refused->error;
    if (error == AppendError::other_partition || error == AppendError::batch_too_large) {
      observe_decision(context, ObservationKind::command_rejected, command);
      co_return Attempt{.outcome = Outcome::rejected, .appended = {}};
    }
    if (error != AppendError::already_appended) {
      const bool moved = error == AppendError::wrong_version || error == AppendError::read_changed;
      co_return Attempt{.stream_moved = moved, .appended = {}};
    }
    context.observe(
        {.kind = ObservationKind::command_repeated, .message = subject(command.command), .stream = command.stream});
    std::vector<StreamHead> stored = co_await stored_heads(context, command.command);
    co_return Attempt{.outcome = Outcome::handled, .appended = {}, .heads = std::move(stored)};
  }
  const auto* recorded = answer->as<EventsRecorded>();
  const EventsAppended& appended = recorded ? recorded->appended : *answer->as<EventsAppended>();
  const std::vector<StreamAppend>& parts = request.as<AppendEvents>()->parts;
  if (options_.trusts_memory) remember(context, *request.as<AppendEvents>(), appended);
  observe_decision(context, ObservationKind::command_handled, command, events.size());
  if (recorded) co_await tell(context, recorded->events);
  Attempt done{.outcome = Outcome::handled, .appended = std::move(events)};
  for (std::size_t i = 0; options_.own_events.holds && i < parts.size(); ++i) {
    done.heads.push_back({parts[i].stream, appended.heads[i]});
  }
  co_return done;
}

Task<> ApplicationService::tell(Context& context, std::vector<Payload> events) {
  constexpr int attempts = 3;
  const std::int64_t first = events.front().as<RecordedEvent>()->position.value;
  const Payload delivery = Payload::of(Delivery{.first = first, .items = std::move(events)});
  Retry retry;
  for (int attempt = 0; attempt < attempts; ++attempt) {
    const Result<Payload, CallError> received = co_await context.call(options_.tell, delivery, options_.call_timeout);
    if (received) co_return;
    co_await retry.pause(context, received.error());
  }
}

void ApplicationService::remember(Context& context, const AppendEvents& request, const EventsAppended& appended) {
  std::uint64_t events = 0;  // which are named after their command, one after the other
  for (std::size_t i = 0; i < request.parts.size(); ++i) {
    const StreamAppend& part = request.parts[i];
    events += part.events.size();
    const AnyDecider* decider = options_.dispatcher->find(part.stream);
    CachedState& cached = states_.get(part.stream, *decider);
    const auto count = static_cast<std::int64_t>(part.events.size());
    if (appended.heads[i].value != cached.version.value + count) {
      states_.forget(part.stream);  // somebody else has written to it
      continue;
    }
    for (const Payload& event : part.events) evolve(context, *decider, *cached.state, event);
    cached.version = appended.heads[i];
    cached.last = event_id_of(request.command, events - 1);
    snapshots_.keep_if_due(context, part.stream, *decider, cached);
  }
}

void ApplicationService::forget(const SubmitCommand& command) {
  // Who reads before deciding needs no such care: the next read brings what it missed.
  if (!options_.trusts_memory) return;
  for_each_part(command, [&](StreamId stream, const Payload&) { states_.forget(stream); });
}

}  // namespace crisper
