#include "core/service/state_snapshots.hpp"

#include "core/store/snapshot_store.hpp"

namespace crisper {

Task<std::optional<Snapshot>> StateSnapshots::find(Context& context, StreamId stream, const AnyDecider& decider,
                                                   Duration patience) const {
  if (!is_used(decider)) co_return std::nullopt;
  const Payload question = Payload::of(FindSnapshot{.stream = stream});
  const Result<Payload, CallError> answer = co_await context.call(use_.store, question, patience);
  const SnapshotFound* found = answer ? answer->as<SnapshotFound>() : nullptr;
  if (!found || !found->snapshot) co_return std::nullopt;
  const Snapshot& snapshot = *found->snapshot;
  if (!use_.any_schema && snapshot.schema != schema_of(decider, context.monotonic())) {
    refuse(context, snapshot, SnapshotRefusal::other_schema);
    co_return std::nullopt;
  }
  co_return snapshot;
}

void StateSnapshots::refuse(Context& context, const Snapshot& snapshot, SnapshotRefusal why) const {
  context.observe({.kind = ObservationKind::snapshot_refused,
                   .stream = snapshot.stream,
                   .a = static_cast<std::int64_t>(why),
                   .b = snapshot.schema});
}

void StateSnapshots::restore(Context& context, const Snapshot& snapshot, const AnyDecider& decider, CachedState& state,
                             std::size_t tail) const {
  if (snapshot.version <= state.version) return;  // somebody else has read it meanwhile
  // Once it is taken, it is read as its own schema says, also where a new release has begun meanwhile.
  const std::uint32_t read_as = use_.any_schema ? schema_of(decider, context.monotonic()) : snapshot.schema;
  state.state = decider.restore(snapshot.state, read_as);
  state.version = snapshot.version;
  state.last = snapshot.last;
  state.kept = snapshot.version;
  context.observe({.kind = ObservationKind::state_restored,
                   .stream = snapshot.stream,
                   .a = snapshot.version.value,
                   .b = static_cast<std::int64_t>(tail)});
}

void StateSnapshots::keep_if_due(Context& context, StreamId stream, const AnyDecider& decider,
                                 CachedState& state) const {
  if (!is_used(decider) || state.version.value - state.kept.value < use_.every) return;
  state.kept = state.version;
  const std::uint32_t schema = schema_of(decider, context.monotonic());
  context.observe({.kind = ObservationKind::state_kept, .stream = stream, .a = state.version.value, .b = schema});
  context.cast(use_.store, Payload::of(KeepSnapshot{.snapshot = {.stream = stream,
                                                                 .version = state.version,
                                                                 .last = state.last,
                                                                 .schema = schema,
                                                                 .state = decider.save(*state.state, schema)}}));
}

}  // namespace crisper
