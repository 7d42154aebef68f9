// works_unlocked: a wait for a lock that ends, and work that begins all the same.
#include "properties/lint/lint_rules.hpp"

namespace crisper::properties {

LintRule lint_rules::works_unlocked() {
  return {.name = "works_unlocked",
          .meaning = "handlers that go on without the lock that they did not get",
          .why = "two work on one state; who has no lock has no token, so fencing stops nobody",
          .mend = "on_wait_timeout: give_up",
          .known = "R11, locks; hazard 26, lock-wait-ignored",
          .level = LintLevel::error,
          .look = tell_warnings<sim::WarningKind::works_unlocked, LintLevel::error>};
}

}  // namespace crisper::properties
