// lease_without_fencing: what is granted for a while, and nobody at the store to stop an owner who wakes up late.
#include <fmt/format.h>

#include "core/design/ownership_strategy.hpp"
#include "properties/lint/design_sums.hpp"
#include "properties/lint/lint_rules.hpp"

namespace crisper::properties {
namespace {

void find_lease_without_fencing(const LintInput& in, LintFindings& found) {
  const OwnershipDesign& chosen = in.design.ownership;
  const crisper::StrategyEntry& strategy = entry_of(chosen.strategy);
  if (!strategy.leases || chosen.fencing) return;
  const bool waits =
      chosen.strategy == OwnershipStrategy::actor_per_stream && chosen.unreachable == UnreachableActor::wait;
  const bool bears = waits || versions_are_checked(in.design);
  found.add(bears ? LintLevel::warning : LintLevel::error, "design.ownership.fencing",
            fmt::format("{} without fencing: {}", strategy.name,
                        versions_are_checked(in.design) ? "only the store's look at versions stops a late owner"
                        : waits                         ? "as safe as the clocks of its actors"
                                                        : "nothing stops an owner whose lease has passed to another"));
}

}  // namespace

LintRule lint_rules::lease_without_fencing() {
  return {.name = "lease_without_fencing",
          .meaning = "locks, leases, partitions or actors whose owner may write after its time",
          .why = "an owner that was paused beyond its lease writes beside its successor",
          .mend = "ownership: {fencing: on}",
          .known =
              "R12, leases with and without fencing; hazard 24, lease-no-fencing (azure-sdk-for-"
              "python#11611); hazard 28, duplicate-activation (orleans#6403)",
          .level = LintLevel::error,
          .look = find_lease_without_fencing};
}

}  // namespace crisper::properties
