// stale_snapshot: a state of an older schema that is taken for one of today's.
#include "properties/lint/lint_rules.hpp"

namespace crisper::properties {
namespace {

void find_stale_snapshot(const LintInput& in, LintFindings& found) {
  const EventStoreDesign& store = in.design.event_store;
  if (store.snapshot_every == 0 || store.snapshot_schema != SnapshotSchema::any) return;
  if (store.upgrade_at > Duration::zero()) {
    found.error("design.event_store.snapshot_schema",
                "the release of today takes snapshots of the one before as its own");
  } else {
    found.warning("design.event_store.snapshot_schema",
                  "the next release will take the snapshots of this one as its own");
  }
}

}  // namespace

LintRule lint_rules::stale_snapshot() {
  return {.name = "stale_snapshot",
          .meaning = "snapshots that are taken whatever their schema",
          .why = "decisions are made on a state that means something else",
          .mend = "snapshot_schema: exact",
          .known = "R40, snapshots; hazard 51, stale-snapshot (AxonFramework#566)",
          .level = LintLevel::error,
          .look = find_stale_snapshot};
}

}  // namespace crisper::properties
