#include "core/service/repository.hpp"

namespace crisper {

Repository::Repository(RepositoryOptions options)
    : options_(std::move(options)),
      states_(options_.cached_states),
      snapshots_(options_.snapshots, options_.release) {}

void Repository::upgrade(SimTime now) {
  if (upgraded_ || !options_.release.change || options_.release.is_before(now)) return;
  upgraded_ = true;
  states_ = StateCache(options_.cached_states);
}

const CachedState& Repository::state(StreamId stream) { return cached(stream); }

Task<Loaded> Repository::load(Context& context, ReadStream read) {
  const AnyDecider& decider = decider_of(read.stream);
  std::optional<Snapshot> snapshot;
  if (!cached(read.stream).known) {
    snapshot = co_await snapshots_.find(context, read.stream, decider, options_.call_timeout);
  }
  while (true) {
    read.after = snapshot ? snapshot->read_after() : cached(read.stream).version;
    const Result<Payload, CallError> answer = co_await ask(context, read);
    const StreamSlice* slice = answer ? answer->as<StreamSlice>() : nullptr;
    if (!slice) co_return Loaded::nothing;
    if (snapshot && !snapshot->is_of(slice->events)) {
      snapshots_.refuse(context, *snapshot, SnapshotRefusal::other_history);
      snapshot.reset();
      continue;
    }
    if (snapshot) snapshots_.restore(context, *snapshot, decider, cached(read.stream), slice->events.size() - 1);
    if (!fold(context, read, *slice)) co_return Loaded::nothing;
    co_return slice->command_known ? Loaded::command_known : Loaded::state;
  }
}

Task<Result<Payload, CallError>> Repository::ask(Context& context, const ReadStream& read) {
  if (options_.own_events.decides) {
    const Payload own = Payload::of(ReadOwnEvents{.stream = read.stream, .after = read.after, .command = read.command});
    co_return co_await context.call(options_.own_events.process, own, options_.call_timeout);
  }
  const Payload request = Payload::of(read);
  co_return co_await context.call(options_.event_store, request, options_.call_timeout);
}

bool Repository::fold(Context& context, const ReadStream& read, const StreamSlice& slice) {
  CachedState& state = cached(read.stream);
  if (slice.head < state.version) {
    // The store has less than this service remembers: what it remembers was never durable.
    states_.forget(read.stream);
    return false;
  }
  const AnyDecider& decider = decider_of(read.stream);
  for (const Payload& event : slice.events) {
    const auto* recorded = event.as<RecordedEvent>();
    if (recorded->version <= state.version) continue;
    const auto upcast = evolve(context, decider, *state.state, recorded->body);
    if (upcast) context.observe(upcast_observed(*recorded, *upcast));
    state.version = recorded->version;
    state.last = recorded->id;
  }
  state.known = true;
  state.generation = slice.generation;
  snapshots_.keep_if_due(context, read.stream, decider, state);
  if (options_.own_events.decides) {
    context.observe({.kind = ObservationKind::state_read,
                     .message = subject(read.command),
                     .stream = read.stream,
                     .a = state.version.value});
  }
  return true;
}

std::optional<std::size_t> Repository::evolve(Context& context, const AnyDecider& decider, AnyState& state,
                                              const Payload& event) const {
  const std::optional<std::vector<Payload>> today = options_.release.read(event, context.monotonic());
  if (!today) {
    decider.evolve(state, event);
    return std::nullopt;
  }
  for (const Payload& each : *today) decider.evolve(state, each);
  return today->size();
}

void Repository::appended(Context& context, const AppendEvents& append, const EventsAppended& appended) {
  if (!options_.trusts_memory) return;
  std::uint64_t events = 0;  // which are named after their command, one after the other
  for (std::size_t i = 0; i < append.parts.size(); ++i) {
    const StreamAppend& part = append.parts[i];
    events += part.events.size();
    CachedState& state = cached(part.stream);
    const auto count = static_cast<std::int64_t>(part.events.size());
    if (appended.heads[i].value != state.version.value + count) {
      states_.forget(part.stream);  // somebody else has written to it
      continue;
    }
    const AnyDecider& decider = decider_of(part.stream);
    for (const Payload& event : part.events) evolve(context, decider, *state.state, event);
    state.version = appended.heads[i];
    state.last = event_id_of(append.command, events - 1);
    snapshots_.keep_if_due(context, part.stream, decider, state);
  }
}

void Repository::forget(const SubmitCommand& command) {
  // Who reads before deciding needs no such care: the next read brings what it missed.
  if (!options_.trusts_memory) return;
  for_each_part(command, [&](StreamId stream, const Payload&) { states_.forget(stream); });
}

}  // namespace crisper
