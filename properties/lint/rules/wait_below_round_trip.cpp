// wait_below_round_trip: a wait in which no answer can come.
#include "properties/lint/lint_rules.hpp"

namespace crisper::properties {

LintRule lint_rules::wait_below_round_trip() {
  return {.name = "wait_below_round_trip",
          .meaning = "a timeout shorter than the way there and back",
          .why = "everything is sent again, or given up, though nothing went wrong",
          .mend = "a timeout longer than a round trip on the network",
          .known = "hazard 63, call-timeout-double-order",
          .level = LintLevel::warning,
          .look = tell_warnings<sim::WarningKind::wait_below_round_trip, LintLevel::warning>};
}

}  // namespace crisper::properties
