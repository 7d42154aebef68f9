// StateSnapshots: a service's side of snapshots: which one it takes for a state, and when it keeps a new one.
#pragma once

#include <optional>

#include "core/runtime/context.hpp"
#include "core/service/state_cache.hpp"
#include "core/store/release.hpp"
#include "core/store/snapshots.hpp"

namespace crisper {

/// What the services of a design do with snapshots.
struct SnapshotUse {
  ProcessId store{};        ///< the SnapshotStore; zero: they use none
  std::uint32_t every = 1;  ///< events behind the last snapshot, then there is another
  bool any_schema = false;  ///< whatever is there is taken for a state of theirs
};

class StateSnapshots {
 public:
  StateSnapshots(SnapshotUse use, Release release) : use_(use), release_(std::move(release)) {}

  /// A snapshot of the state in this service's schema. Nothing where there is none, or where nobody answers in time:
  /// then the whole stream tells it.
  Task<std::optional<Snapshot>> find(Context& context, StreamId stream, const AnyDecider& decider,
                                     Duration patience) const;
  /// The stream isn't what it was folded from.
  void refuse(Context& context, const Snapshot& snapshot, SnapshotRefusal why) const;
  /// Begins with the snapshot, which `tail` events of the stream follow.
  void restore(Context& context, const Snapshot& snapshot, const AnyDecider& decider, CachedState& state,
               std::size_t tail) const;
  /// Sends away a snapshot of the state, if the last one is long ago.
  void keep_if_due(Context& context, StreamId stream, const AnyDecider& decider, CachedState& state) const;

 private:
  bool is_used(const AnyDecider& decider) const { return use_.store.value != 0 && decider.snapshot_schema() != 0; }
  std::uint32_t schema_of(const AnyDecider& decider, SimTime now) const {
    return decider.snapshot_schema() - (release_.is_before(now) ? 1 : 0);
  }

  SnapshotUse use_;
  Release release_;
};

}  // namespace crisper
