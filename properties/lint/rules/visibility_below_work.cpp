// visibility_below_work: a command that is handed out again while it is worked on.
#include <fmt/format.h>

#include "properties/lint/design_sums.hpp"
#include "properties/lint/lint_rules.hpp"
#include "sim/scenario/value_text.hpp"

namespace crisper::properties {
namespace {

void find_visibility_below_work(const LintInput& in, LintFindings& found) {
  if (in.design.ownership.strategy == OwnershipStrategy::reliable_inbox) return;
  const Duration timeout = in.design.command_queue.visibility_timeout;
  const Duration work = least_work(in.scenario);
  if (timeout > work) return;
  found.warning("design.command_queue.visibility_timeout",
                fmt::format("{} is no longer than the least that reading and appending take ({})",
                            sim::exact_text(timeout), sim::exact_text(work)));
}

}  // namespace

LintRule lint_rules::visibility_below_work() {
  return {.name = "visibility_below_work",
          .meaning = "a visibility timeout shorter than the work on a command",
          .why =
              "every command goes to a second handler while the first works on it, and in the end "
              "to the dead letters",
          .mend = "a visibility_timeout well above the work and the waits under it",
          .known = "R03, the visibility timeout; hazard 63, call-timeout-double-order",
          .level = LintLevel::warning,
          .look = find_visibility_below_work};
}

}  // namespace crisper::properties
