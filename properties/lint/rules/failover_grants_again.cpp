// failover_grants_again: a lock service that answers before its followers know.
#include "properties/lint/lint_rules.hpp"

namespace crisper::properties {

LintRule lint_rules::failover_grants_again() {
  return {.name = "failover_grants_again",
          .meaning =
              "replicas of a lock service that hear of a lock after it was granted, and no "
              "fencing",
          .why = "the leader dies, and its successor grants the lock again",
          .mend = "replication: synchronous, or fencing: on",
          .known =
              "R12, leases with and without fencing; hazard 25, lock-before-replication (a page "
              "of redisson)",
          .level = LintLevel::error,
          .look = tell_warnings<sim::WarningKind::granted_again, LintLevel::error>};
}

}  // namespace crisper::properties
