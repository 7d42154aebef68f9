// lost_update: a store that looks at nothing, under those who rely on its look.
#include <fmt/format.h>

#include "core/design/ownership_strategy.hpp"
#include "properties/lint/lint_rules.hpp"

namespace crisper::properties {
namespace {

void find_lost_update(const LintInput& in, LintFindings& found) {
  lint_rules::tell_warnings<sim::WarningKind::lost_update, LintLevel::error>(in, found);
  const crisper::StrategyEntry& strategy = entry_of(in.design.ownership.strategy);
  const bool relies = strategy.has == Possession::nothing && strategy.strategy != OwnershipStrategy::commutative &&
                      strategy.strategy != OwnershipStrategy::optimistic;  // of which the warning speaks
  if (!relies || looks_at_versions(in.design.event_store.isolation)) return;
  found.error("design.event_store.isolation",
              fmt::format("{} relies on the store to look at versions, which {} doesn't", strategy.name,
                          name_of(in.design.event_store.isolation)));
}

}  // namespace

LintRule lint_rules::lost_update() {
  return {.name = "lost_update",
          .meaning = "event_store: {isolation: read_committed} under a strategy that keeps nobody out",
          .why = "of two decisions on one version the store keeps both",
          .mend = "isolation: repeatable_read, or a strategy that keeps others out",
          .known = "R39, isolation levels; hazard 22, append-any-version (KurrentDB#2274)",
          .level = LintLevel::error,
          .look = find_lost_update};
}

}  // namespace crisper::properties
