// switch_without_effect: a choice that counts with other choices.
#include "properties/lint/lint_rules.hpp"

namespace crisper::properties {

LintRule lint_rules::switch_without_effect() {
  return {.name = "switch_without_effect",
          .meaning = "a switch that changes nothing in this design",
          .why = "whoever reads it believes in what isn't there",
          .mend = "leave it out, or choose what it counts with",
          .known = "R57, architects compare designs",
          .level = LintLevel::warning,
          .look = tell_warnings<sim::WarningKind::no_effect, LintLevel::warning>};
}

}  // namespace crisper::properties
