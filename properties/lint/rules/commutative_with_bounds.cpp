// commutative_with_bounds: events that are taken to mean the same in any order, of a business that keeps a bound.
#include "properties/lint/lint_rules.hpp"

namespace crisper::properties {
namespace {

void find_commutative_with_bounds(const LintInput& in, LintFindings& found) {
  if (in.design.ownership.strategy != OwnershipStrategy::commutative || !in.domain->counting()) return;
  found.error("design.ownership.strategy",
              "commutative keeps no bound, and this business has what is countable and must not run out");
}

}  // namespace

LintRule lint_rules::commutative_with_bounds() {
  return {.name = "commutative_with_bounds",
          .meaning =
              "a strategy that decides without looking, for states that must not go below a "
              "bound",
          .why = "sums come out right, and more is sold than there is",
          .mend = "escrow, which shares out what is countable, or any strategy that keeps others out",
          .known = "R55, a stock that is never negative",
          .level = LintLevel::error,
          .look = find_commutative_with_bounds};
}

}  // namespace crisper::properties
