// Snapshots: folded states kept beside their streams, so that a reader folds the tail only. A snapshot is a cache: what
// can't be trusted is not used, and then the whole stream is.
#pragma once

#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include "core/store/event_store.hpp"
#include "core/store/upcaster.hpp"

namespace crisper {

/// A state after so many events, in the shape of one schema.
struct Snapshot {
  CRISPER_BODY(Snapshot);
  StreamId stream;
  StreamVersion version;
  EventId last;              ///< the event of that version: another in its place means another history
  std::uint32_t schema = 0;  ///< of the state's shape, and of what its fold means
  Payload state;
  static constexpr auto fields =
      std::tuple{field("stream", &Snapshot::stream), field("version", &Snapshot::version),
                 field("last", &Snapshot::last), field("schema", &Snapshot::schema), field("state", &Snapshot::state)};
};

/// The latest of each stream.
class Snapshots {
 public:
  void keep(Snapshot snapshot) { latest_[snapshot.stream] = std::move(snapshot); }
  const Snapshot* find(StreamId stream) const {
    const auto found = latest_.find(stream);
    return found == latest_.end() ? nullptr : &found->second;
  }

 private:
  std::map<StreamId, Snapshot> latest_;
};

/// A fold whose states can be kept: `schema`, initial(), evolve(state, event), save(state) -> Payload and
/// restore(payload) -> state.
template <class F>
concept SnapshotFold = requires(const typename F::State& state, typename F::State moved, const Payload& payload) {
  { F::schema } -> std::convertible_to<std::uint32_t>;
  { F::initial() } -> std::same_as<typename F::State>;
  { F::evolve(std::move(moved), payload) } -> std::same_as<typename F::State>;
  { F::save(state) } -> std::same_as<Payload>;
  { F::restore(payload) } -> std::same_as<typename F::State>;
};

template <SnapshotFold F>
struct Folded {
  typename F::State state = F::initial();
  StreamVersion version;
  EventId last;
};

/// Folds what is stored, in the newest schema, on top of `from`.
template <SnapshotFold F>
Folded<F> fold_onto(Folded<F> from, const std::vector<Payload>& events, const Upcasters& upcasters) {
  for (const Payload& event : events) {
    const auto* recorded = event.as<RecordedEvent>();
    for (const Payload& body : upcasters.upcast(recorded->body)) {
      from.state = F::evolve(std::move(from.state), body);
    }
    from.version = recorded->version;
    from.last = recorded->id;
  }
  return from;
}

/// A stream's state: its snapshot and the tail where the snapshot is of this schema and this history, else all of the
/// stream. Costs the events read.
template <SnapshotFold F>
Folded<F> load(const EventStore& store, StreamId stream, const Snapshots& snapshots, const Upcasters& upcasters) {
  const Snapshot* snapshot = snapshots.find(stream);
  if (snapshot && snapshot->schema == F::schema && snapshot->version.value > 0) {
    // With the event that it ends with: a store may have lost that since, and put another there.
    std::vector<Payload> tail = store.read(stream, StreamVersion{snapshot->version.value - 1}, {}).events;
    if (!tail.empty() && tail.front().template as<RecordedEvent>()->id == snapshot->last) {
      tail.erase(tail.begin());
      return fold_onto<F>({F::restore(snapshot->state), snapshot->version, snapshot->last}, tail, upcasters);
    }
  }
  return fold_onto<F>({}, store.read(stream, {}, {}).events, upcasters);
}

template <SnapshotFold F>
Snapshot snapshot_of(StreamId stream, const Folded<F>& folded) {
  return {.stream = stream,
          .version = folded.version,
          .last = folded.last,
          .schema = F::schema,
          .state = F::save(folded.state)};
}

}  // namespace crisper
