// lease_below_work: a lease that is over before what is done under it.
#include <fmt/format.h>

#include "core/design/ownership_strategy.hpp"
#include "properties/lint/design_sums.hpp"
#include "properties/lint/lint_rules.hpp"
#include "sim/scenario/value_text.hpp"

namespace crisper::properties {
namespace {

void find_lease_below_work(const LintInput& in, LintFindings& found) {
  lint_rules::tell_warnings<sim::WarningKind::lease_below_work, LintLevel::warning>(in, found);
  const OwnershipDesign& chosen = in.design.ownership;
  if (!entry_of(chosen.strategy).leases) return;
  const TimeSum work = work_on_state(in);
  if (chosen.lease <= work.least()) {
    return found.error("design.ownership.lease",
                       fmt::format("{} is no longer than the least that reading, deciding and appending take ({})",
                                   sim::exact_text(chosen.lease), sim::exact_text(work.least())));
  }
  const Duration nearly_most = work.nearly_most();
  if (chosen.lease > nearly_most) return;
  found.warning("design.ownership.lease",
                fmt::format("of a thousand commands one takes {} and more for reading, deciding and appending: {} is "
                            "over before",
                            sim::exact_text(nearly_most), sim::exact_text(chosen.lease)));
}

}  // namespace

LintRule lint_rules::lease_below_work() {
  return {.name = "lease_below_work",
          .meaning = "a lease that ends before the work under it can be done, or before one work in a thousand is",
          .why = "every owner loses its state while it works: commands go back again and again",
          .mend =
              "a lease longer than reading, deciding, appending, and, where it is held so long, "
              "publishing",
          .known = "R12, leases; hazard 29, lost-lock-session",
          .level = LintLevel::error,
          .look = find_lease_below_work};
}

}  // namespace crisper::properties
