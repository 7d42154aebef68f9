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
  const TimeSum work = work_on_command(in);
  const char* key = "design.command_queue.visibility_timeout";
  if (timeout <= work.least()) {
    return found.warning(key, fmt::format("{} is no longer than the least that a command's work takes ({})",
                                          sim::exact_text(timeout), sim::exact_text(work.least())));
  }
  const Duration nearly_most = work.nearly_most();
  if (timeout > nearly_most) return;
  found.warning(key, fmt::format("of a thousand commands one takes {} and more: after {} it goes to a second handler",
                                 sim::exact_text(nearly_most), sim::exact_text(timeout)));
}

}  // namespace

LintRule lint_rules::visibility_below_work() {
  return {.name = "visibility_below_work",
          .meaning = "a visibility timeout shorter than the work on a command, or on one in a thousand",
          .why =
              "every command goes to a second handler while the first works on it, and in the end "
              "to the dead letters",
          .mend = "a visibility_timeout well above the work and the waits under it",
          .known = "R03, the visibility timeout; hazard 63, call-timeout-double-order",
          .level = LintLevel::warning,
          .look = find_visibility_below_work};
}

}  // namespace crisper::properties
