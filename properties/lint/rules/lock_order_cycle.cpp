// lock_order_cycle: several locks in no order: two that wait for each other.
#include "properties/lint/lint_rules.hpp"

namespace crisper::properties {

LintRule lint_rules::lock_order_cycle() {
  return {.name = "lock_order_cycle",
          .meaning = "commands that take several locks in any order, without a policy",
          .why = "two of them wait in a circle until a lease runs out",
          .mend = "ownership: {deadlock: ordered}, or timeout, or detect_and_abort",
          .known = "R11, locks; hazard 30, lock-order-deadlock (orleans#5456)",
          .level = LintLevel::error,
          .look = tell_warnings<sim::WarningKind::lock_order, LintLevel::error>};
}

}  // namespace crisper::properties
