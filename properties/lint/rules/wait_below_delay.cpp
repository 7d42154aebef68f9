// wait_below_delay: a wait that a fault of the scenario itself outlasts.
#include "properties/lint/lint_rules.hpp"

namespace crisper::properties {

LintRule lint_rules::wait_below_delay() {
  return {.name = "wait_below_delay",
          .meaning =
              "a failover, a lease of several replicas or an actor's patience, below a delay "
              "that the scenario injects",
          .why =
              "what is given up begins anew, and is given up again: nobody leads, and nothing gets "
              "done",
          .mend = "a wait longer than the messages it waits for, each held back as long as any",
          .known = "R12, docs/guide/ownership.md",
          .level = LintLevel::error,
          .look = tell_warnings<sim::WarningKind::wait_below_delay, LintLevel::error>};
}

}  // namespace crisper::properties
