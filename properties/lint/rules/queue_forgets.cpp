// queue_forgets: a command queue that takes a repetition for a new command.
#include <fmt/format.h>

#include "properties/lint/design_sums.hpp"
#include "properties/lint/lint_rules.hpp"
#include "sim/scenario/value_text.hpp"

namespace crisper::properties {
namespace {

void find_queue_forgets(const LintInput& in, LintFindings& found) {
  if (in.design.ownership.strategy == OwnershipStrategy::reliable_inbox) return;
  const CommandQueueDesign& queue = in.design.command_queue;
  // It counts from the first coming, and the second may be longer under way than that.
  const Duration again = in.design.relay.timeout + ways(in, 1).nearly_most();
  if (queue.duplicates == DuplicateDetection::none) {
    found.warning("design.command_queue.duplicates", "what the relay hands over again is queued again");
  }
  if (queue.duplicates == DuplicateDetection::window && queue.duplicate_window <= again) {
    found.warning("design.command_queue.duplicate_window",
                  fmt::format("{} is no longer than the wait before what the relay sends again comes ({})",
                              sim::exact_text(queue.duplicate_window), sim::exact_text(again)));
  }
}

}  // namespace

LintRule lint_rules::queue_forgets() {
  return {.name = "queue_forgets",
          .meaning =
              "a command queue that doesn't know what is handed to it twice, or not long "
              "enough",
          .why = "a command is handed out twice; only the store still knows it",
          .mend = "duplicates: by_sender, or a duplicate_window of several times relay.timeout",
          .known = "R42, a duplicate-detection window; hazard 63, call-timeout-double-order",
          .level = LintLevel::warning,
          .look = find_queue_forgets};
}

}  // namespace crisper::properties
