// StoreLosses: when an event store last lost in a crash what it had. What was there before may be gone since: who takes
// its place is not to blame, and neither is who goes on without it. That it is gone, acknowledged_is_durable tells.
#pragma once

#include "core/observe/observation.hpp"
#include "properties/support/ordered_table.hpp"

namespace crisper::properties {

class StoreLosses {
 public:
  /// Every event_appended and process_crashed; whatever else doesn't matter.
  void observe(const Observation& seen, ObservationId id) {
    if (seen.kind == ObservationKind::event_appended) {
      last_[seen.process];
    } else if (seen.kind == ObservationKind::process_crashed && seen.b > 0) {
      ObservationId* last = last_.find(seen.process);
      if (!last) return;
      *last = id;
      latest_ = id;
    }
  }

  /// Whether what this store had then may be lost.
  bool since(ProcessId store, ObservationId then) const {
    const ObservationId* last = last_.find(store);
    return last && then < *last;
  }
  /// The same of any store.
  bool since(ObservationId then) const { return then < latest_; }

 private:
  OrderedTable<ProcessId, ObservationId> last_;  ///< of stores; zero: never
  ObservationId latest_;
};

}  // namespace crisper::properties
