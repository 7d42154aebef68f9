// SnapshotStore: where services keep snapshots of states. Beside the event store, not in it: what is lost here costs
// reading, and nothing else.
#pragma once

#include "core/runtime/context.hpp"
#include "core/store/snapshots.hpp"

namespace crisper {

/// Service to snapshot store (a cast; a lost one costs a longer tail).
struct KeepSnapshot {
  CRISPER_BODY(KeepSnapshot);
  Snapshot snapshot;
  CRISPER_FIELDS(snapshot)
};

/// Answered with SnapshotFound.
struct FindSnapshot {
  CRISPER_BODY(FindSnapshot);
  StreamId stream;
  CRISPER_FIELDS(stream)
};

struct SnapshotFound {
  CRISPER_BODY(SnapshotFound);
  std::optional<Snapshot> snapshot;
  CRISPER_FIELDS(snapshot)
};

/// Keeps the latest of each stream, in memory and, a little later, on its disk.
class SnapshotStore final : public Process {
 public:
  Task<> start(Context& context) override;
  Task<> receive(Context& context, const Envelope& envelope) override;
  void inspect(Audit& audit) const override;

 private:
  Snapshots snapshots_;
};

}  // namespace crisper
