#include "core/service/application_service.hpp"

#include "core/service/decision_made.hpp"

namespace crisper {
namespace {

Observation decision(ObservationKind kind, const SubmitCommand& command, std::size_t events = 0) {
  return {.kind = kind,
          .message = subject(command.command),
          .stream = command.stream,
          .a = static_cast<std::int64_t>(events),
          .payload = command.body.get()};
}

std::vector<CommandPart> parts_of(const SubmitCommand& command) {
  std::vector<CommandPart> parts;
  for_each_part(command, [&](StreamId stream, const Payload& body) { parts.push_back({stream, body}); });
  return parts;
}

std::vector<Payload> events_of(const AppendEvents& append) {
  std::vector<Payload> events;
  for (const StreamAppend& part : append.parts) events.insert(events.end(), part.events.begin(), part.events.end());
  return events;
}

}  // namespace

ApplicationService::ApplicationService(ApplicationServiceOptions options)
    : options_(std::move(options)),
      ownership_(options_.ownership()),
      repository_({.event_store = options_.event_store,
                   .dispatcher = options_.dispatcher,
                   .call_timeout = options_.call_timeout,
                   .cached_states = options_.cached_states,
                   .trusts_memory = options_.trusts_memory,
                   .own_events = options_.own_events,
                   .snapshots = options_.snapshots,
                   .release = options_.release}),
      versions_{.expect_version = options_.expect_version,
                .counting = options_.counting,
                .commutes = options_.commutes},
      merger_({.event_store = options_.event_store,
               .merging = options_.merging,
               .release = options_.release,
               .call_timeout = options_.call_timeout}),
      publisher_{.to = options_.tell, .call_timeout = options_.call_timeout} {}

// ---- own the states, carry the command out on them, give them back

Task<Outcome> ApplicationService::carry_out(Context& context, Payload payload) {
  const auto& dispatched = *payload.as<DispatchedCommand>();
  const auto& command = *dispatched.command.as<SubmitCommand>();
  repository_.upgrade(context.monotonic());
  const bool too_many_states = !options_.several_states && !command.also.empty();
  if (too_many_states || names_a_state_twice(command.stream, command.also)) co_return reject(context, command).outcome;
  for_each_part(command, [&](StreamId stream, const Payload&) {
    context.observe({.kind = ObservationKind::state_requested, .message = subject(command.command), .stream = stream});
  });
  const Result<Owned, OwnershipError> owned = co_await ownership_->enter(context, dispatched);
  if (!owned) co_return Outcome::try_again;
  observe_each(context, ObservationKind::state_entered, command, *owned);
  co_await context.work(options_.costs.grant.draw(context, command.body, "grant"));
  Attempt last = co_await attempt_until_settled(context, dispatched, *owned);
  if (!last.heads.empty()) {
    const SimTime until = context.on_monotonic(owned->until, owned->clock);
    co_await hold_until_back(context, options_.own_events, command.command, std::move(last.heads), until);
  }
  observe_each(context, ObservationKind::state_left, command, *owned);
  ownership_->leave(context, command, *owned, last.appended);
  co_return last.outcome;
}

Task<ApplicationService::Attempt> ApplicationService::attempt_until_settled(Context& context,
                                                                            const DispatchedCommand& dispatched,
                                                                            const Owned& owned) {
  const auto& command = *dispatched.command.as<SubmitCommand>();
  Attempt last = co_await attempt(context, dispatched, owned);
  Duration longest = options_.backoff;
  for (std::uint32_t again = 0; last.stream_moved && again < options_.decide_again_limit; ++again) {
    if (longest > Duration::zero()) {
      co_await context.sleep(Duration(context.rng("backoff").between(std::int64_t{0}, longest.count())));
      longest *= 2;
    }
    if (last.overtaken && co_await merger_.merge(context, *last.overtaken)) {
      last = co_await store(context, command, std::move(*last.overtaken));
    } else {
      last = co_await attempt(context, dispatched, owned);
    }
  }
  co_return last;
}

// ---- load, decide, append

Task<ApplicationService::Attempt> ApplicationService::attempt(Context& context, const DispatchedCommand& dispatched,
                                                              const Owned& owned) {
  const auto& command = *dispatched.command.as<SubmitCommand>();
  const std::vector<CommandPart> parts = parts_of(command);
  AppendEvents append{.command = command.command, .correlation = command.correlation, .parts = {}};
  std::uint64_t events = 0;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const Part part{.asks = parts[i], .hold = owned.holds[i], .earlier = events};
    Decided decided = co_await load_and_decide(context, dispatched, part);
    if (decided.ended) co_return std::move(*decided.ended);
    if (i > 0 && decided.generation != append.generation) co_return Attempt{.stream_moved = true};
    append.generation = decided.generation;
    if (!decided.decision) co_return reject(context, command);
    events += decided.decision->size();
    add(append, owned.holds[i], std::move(decided));
  }
  if (append.parts.empty()) {
    context.observe(decision(ObservationKind::command_handled, command));
    co_return Attempt{.outcome = Outcome::handled};
  }
  if (!ownership_->still_holds(context, owned)) co_return Attempt{};
  co_return co_await store(context, command, std::move(append));
}

Task<ApplicationService::Decided> ApplicationService::load_and_decide(Context& context,
                                                                      const DispatchedCommand& dispatched, Part part) {
  const auto& command = *dispatched.command.as<SubmitCommand>();
  const StreamId stream = part.asks.stream;
  const AnyDecider* decider = options_.dispatcher->find(stream);
  if (!decider) co_return Decided{.ended = Attempt{.outcome = Outcome::rejected}};
  const ReadStream read{.stream = stream, .after = {}, .command = command.command, .token = part.hold.fence};
  Decided decided;
  // What is rejected from memory may have been carried out: an earlier delivery can come behind a later one.
  for (bool looks = dispatched.repeated || !repository_.is_remembered(stream);; looks = true) {
    Loaded loaded = Loaded::state;
    if (looks) loaded = co_await repository_.load(context, read);
    if (loaded == Loaded::nothing) co_return Decided{.ended = Attempt{}};
    if (loaded == Loaded::command_known) {
      decided.ended = co_await repeated(context, command, stream);
      co_return decided;
    }
    decided.decision = decider->decide(*repository_.state(stream).state, part.asks.body);
    if (decided.decision || looks) break;
  }
  const CachedState& state = repository_.state(stream);
  observe_decision_made(context, command, {stream, part.asks.body, state, part.earlier}, decided.decision);
  decided.version = state.version;
  decided.generation = part.hold.fence.value != 0 ? state.generation : 0;
  // Behind the decision, whose state may change from here on: while it takes its time, others may append.
  co_await context.work(options_.costs.decide.draw(context, part.asks.body, "decide"));
  co_return decided;
}

void ApplicationService::add(AppendEvents& append, const Hold& hold, Decided decided) const {
  std::vector<Payload>& events = *decided.decision;
  if (events.empty()) {
    append.reads.push_back({.stream = hold.stream, .version = decided.version});
    return;
  }
  append.parts.push_back(StreamAppend{.stream = hold.stream,
                                      .expected = versions_.expected(hold.stream, decided.version, events),
                                      .token = hold.fence,
                                      .events = std::move(events)});
}

Task<ApplicationService::Attempt> ApplicationService::store(Context& context, const SubmitCommand& command,
                                                            AppendEvents append) {
  std::vector<Payload> events = events_of(append);
  if (!co_await ownership_->admit(context, command, events)) co_return Attempt{};
  append.commutes = versions_.commute(append.parts);
  std::optional<AppendEvents> decided;
  if (merger_.looks()) decided = append;
  for (StreamAppend& part : append.parts) {
    for (Payload& event : part.events) event = options_.release.written(event, context.monotonic());
  }
  const Payload request = Payload::of(std::move(append));
  const Result<Payload, CallError> answer = co_await context.call(options_.append_to, request, options_.call_timeout);
  if (!answer) {
    // Applied or not: whoever gets the command next will see.
    repository_.forget(command);
    ownership_->append_in_doubt(request);
    co_return Attempt{};
  }
  if (const auto* refused = answer->as<AppendRefused>()) {
    Attempt lost = co_await give_way(context, command, refused->error);
    if (refused->error == AppendError::wrong_version) lost.overtaken = std::move(decided);
    co_return lost;
  }
  const auto* recorded = answer->as<EventsRecorded>();
  const EventsAppended& appended = recorded ? recorded->appended : *answer->as<EventsAppended>();
  const auto& stored = *request.as<AppendEvents>();
  repository_.appended(context, stored, appended);
  context.observe(decision(ObservationKind::command_handled, command, events.size()));
  if (recorded) co_await publisher_.publish(context, recorded->events);
  Attempt done{.outcome = Outcome::handled, .appended = std::move(events)};
  for (std::size_t i = 0; options_.own_events.holds && i < stored.parts.size(); ++i) {
    done.heads.push_back({stored.parts[i].stream, appended.heads[i]});
  }
  co_return done;
}

// ---- what else may become of it

ApplicationService::Attempt ApplicationService::reject(Context& context, const SubmitCommand& command) const {
  context.observe(decision(ObservationKind::command_rejected, command));
  return Attempt{.outcome = Outcome::rejected};
}

Task<ApplicationService::Attempt> ApplicationService::give_way(Context& context, const SubmitCommand& command,
                                                               AppendError error) {
  repository_.forget(command);
  if (error == AppendError::already_appended) co_return co_await repeated(context, command, command.stream);
  const bool never = error == AppendError::other_partition || error == AppendError::batch_too_large;
  if (never) co_return reject(context, command);
  const bool moved = error == AppendError::wrong_version || error == AppendError::read_changed;
  co_return Attempt{.stream_moved = moved};
}

Task<ApplicationService::Attempt> ApplicationService::repeated(Context& context, const SubmitCommand& command,
                                                               StreamId stream) {
  context.observe({.kind = ObservationKind::command_repeated, .message = subject(command.command), .stream = stream});
  Attempt handled{.outcome = Outcome::handled};
  if (options_.own_events.holds) {
    handled.heads = co_await stored_heads(
        context, {.store = options_.event_store, .command = command.command, .timeout = options_.call_timeout});
  }
  co_return handled;
}

void ApplicationService::observe_each(Context& context, ObservationKind kind, const SubmitCommand& command,
                                      const Owned& owned) const {
  for (const Hold& hold : owned.holds) {
    context.observe({.kind = kind, .message = subject(command.command), .stream = hold.stream, .a = hold.fence.value});
  }
}

Task<> ApplicationService::receive(Context& context, const Envelope& envelope) {
  return ownership_->receive(context, envelope);
}

void ApplicationService::inspect(Audit& audit) const { ownership_->inspect(audit); }

}  // namespace crisper
