// unordered_feed: events that arrive in any order, for a view that shows the last of them.
#include <fmt/format.h>

#include "core/design/design_rules.hpp"
#include "properties/lint/lint_rules.hpp"
#include "sim/scenario/value_text.hpp"

namespace crisper::properties {
namespace {

void find_unordered_feed(const LintInput& in, LintFindings& found) {
  for (const auto& view : in.domain->projections()) {
    const auto chosen = in.design.consumers.find(view->name());
    const ConsumerDesign consumer = chosen == in.design.consumers.end() ? ConsumerDesign{} : chosen->second;
    if (!view->needs_last_only() || consumer.versions || keeps_order(in.design, consumer)) continue;
    found.error("design.consumers." + view->name(),
                fmt::format("{} shows what came last, which is not what happened last: nothing keeps a stream's order",
                            view->name()));
  }
  for (const auto& [name, consumer] : in.design.consumers) {
    if (!consumer.sequencer || consumer.gap != GapPolicy::skip) continue;
    found.warning("design.consumers." + name + ".sequencer",
                  fmt::format("{} goes on behind a gap after {}: what comes late takes its effect late", name,
                              sim::exact_text(consumer.gap_timeout)));
  }
}

}  // namespace

LintRule lint_rules::unordered_feed() {
  return {.name = "unordered_feed",
          .meaning =
              "a view that shows the last event of a stream, over a feed that brings them in "
              "any order; a gap that is skipped",
          .why = "an old event overwrites a newer one",
          .mend =
              "sequencer: on with gap: wait, versions: on where a stream's order is kept, or a "
              "method that keeps it",
          .known =
              "R37, messages out of their order; hazard 34, competing-consumer-reorder; hazard "
              "55, late-report-overwrites",
          .level = LintLevel::error,
          .look = find_unordered_feed};
}

}  // namespace crisper::properties
