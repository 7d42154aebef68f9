// stale_decision: what is decided on has not come back yet, and nobody holds others back meanwhile.
#include "properties/lint/lint_rules.hpp"

namespace crisper::properties {

LintRule lint_rules::stale_decision() {
  return {.name = "stale_decision",
          .meaning =
              "services that decide on their own events before these have come back, over a "
              "store that takes everything",
          .why = "between an append and its coming back others decide without it",
          .mend = "hold_until: published_back, or event_store: {append: exact}",
          .known = "R45, when and then share one lock",
          .level = LintLevel::error,
          .look = tell_warnings<sim::WarningKind::stale_decision, LintLevel::error>};
}

}  // namespace crisper::properties
