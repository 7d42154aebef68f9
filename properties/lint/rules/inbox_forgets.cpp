// inbox_forgets: an inbox that forgets an event before its last repetition can come.
#include <fmt/format.h>

#include <algorithm>

#include "core/design/views.hpp"
#include "properties/lint/design_sums.hpp"
#include "properties/lint/lint_rules.hpp"
#include "sim/scenario/value_text.hpp"

namespace crisper::properties {
namespace {

/// The longest that a source waits before it sends an event again; zero where nothing is sent that was not asked for.
Duration sent_again_after(const Design& design) {
  using enum PublicationMethod;
  const PublicationDesign& chosen = design.publication;
  switch (chosen.method) {
    case push_grid:
      return chosen.retry_max;
    case log_subscription:
      return chosen.session;
    case consumer_polling:
    case log_is_truth:
    case two_phase_commit:
      return {};
    case store_subscription:
      return chosen.subscription == SubscriptionKind::catch_up ? design.event_log.redeliver_after : chosen.retry_max;
    case outbox:
      return std::max(design.event_log.redeliver_after,
                      chosen.claim == OutboxClaim::none ? Duration{} : chosen.claim_for);
    case dual_write:
    case single_publisher:
      return design.event_log.redeliver_after;
  }
  return {};
}

void find_inbox_forgets(const LintInput& in, LintFindings& found) {
  const auto again = sent_again_after(in.design);
  if (again == Duration::zero()) return;
  const Duration under_way = ways(in, 1).nearly_most();
  for_each_consumer(in, [&](const std::string& name, const ConsumerDesign& consumer) {
    if (!consumer.inbox) return;
    // Whoever goes away before it has acknowledged an event gets it again when it is back.
    std::optional<Duration> absence;
    for (const std::string& node : lasting_read_nodes(name, in.design)) {
      absence = std::max(absence, longest_absence(in, node));
    }
    const bool comes_back = absence && *absence != Duration::max();
    const Duration longest = again + under_way + (comes_back ? *absence : Duration::zero());
    if (consumer.inbox_window > longest) return;
    found.error("design.consumers." + name + ".inbox.window",
                fmt::format("{} remembers an event for {}; what was not acknowledged may come again after {}", name,
                            sim::exact_text(consumer.inbox_window), sim::exact_text(longest)));
  });
}

}  // namespace

LintRule lint_rules::inbox_forgets() {
  return {.name = "inbox_forgets",
          .meaning =
              "an inbox window shorter than the longest wait before a repetition, or than a fault takes the "
              "consumer away",
          .why = "what comes again after the window takes its effect twice",
          .mend = "a window of several times the longest wait before something is sent again",
          .known = "R38, a dedup window",
          .level = LintLevel::error,
          .look = find_inbox_forgets};
}

}  // namespace crisper::properties
