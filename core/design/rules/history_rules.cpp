// Of snapshots, and of what an older release wrote.
#include "core/design/rules/design_rule.hpp"

namespace crisper {
namespace {

bool keeps(const DesignCase& c) { return c.design.event_store.snapshot_every > 0; }
bool changes(const DesignCase& c) { return c.design.event_store.upgrade_at > Duration::zero(); }

constexpr const char* reads_all = "a reliable_inbox reads its states as they are written, all of them";

}  // namespace

DesignRules design_rules::of_history() {
  return {
      {"event_store.snapshot_every",
       [](const DesignCase& c) { return keeps(c) && c.owned().state_from == StateSource::own_events; },
       since("a service that decides on its own events would find in a snapshot what has not come back to it yet")},
      {"event_store.snapshot_every",
       [](const DesignCase& c) { return keeps(c) && c.is(OwnershipStrategy::reliable_inbox); }, since(reads_all)},
      {"event_store.upgrade_at",
       [](const DesignCase& c) { return changes(c) && c.is(OwnershipStrategy::reliable_inbox); }, since(reads_all)},
      {"event_store.upgrade_at", [](const DesignCase& c) { return changes(c) && c.is(OwnershipStrategy::escrow); },
       since("escrow counts what is stored, in the words in which it is stored")},
      {"event_store.snapshot_schema",
       [](const DesignCase& c) { return !keeps(c) && c.design.event_store.snapshot_schema == SnapshotSchema::any; },
       since("there are no snapshots without snapshot_every")},
      {"event_store.upcasters", [](const DesignCase& c) { return !changes(c) && !c.design.event_store.upcasters; },
       since("there are no old events without upgrade_at")},
  };
}

}  // namespace crisper
