// hardly_meant: what a scenario says but hardly means.
#include "properties/lint/lint_rules.hpp"

namespace crisper::properties {

LintRule lint_rules::hardly_meant() {
  return {.name = "hardly_meant",
          .meaning =
              "a fault that never strikes, a scale step when all is over, nothing that is "
              "judged",
          .why = "a run that shows less than it seems to",
          .mend = "what the finding says",
          .known = "R57, architects compare designs",
          .level = LintLevel::warning,
          .look = tell_warnings<sim::WarningKind::hardly_meant, LintLevel::warning>};
}

}  // namespace crisper::properties
