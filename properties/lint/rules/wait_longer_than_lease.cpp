// wait_longer_than_lease: a wait for a lock that uses the lease up.
#include "properties/lint/lint_rules.hpp"

namespace crisper::properties {

LintRule lint_rules::wait_longer_than_lease() {
  return {.name = "wait_longer_than_lease",
          .meaning = "a wait for a lock that is longer than the lease",
          .why = "who has waited so long has lost the lock when it gets it",
          .mend = "a wait shorter than half a lease",
          .known = "R12, docs/guide/ownership.md",
          .level = LintLevel::warning,
          .look = tell_warnings<sim::WarningKind::wait_longer_than_lease, LintLevel::warning>};
}

}  // namespace crisper::properties
