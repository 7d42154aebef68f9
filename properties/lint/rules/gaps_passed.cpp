// gaps_passed: readers of a store that numbers events before they are committed.
#include <fmt/format.h>

#include "core/design/publication_method.hpp"
#include "properties/lint/lint_rules.hpp"
#include "properties/lint/time_sum.hpp"
#include "sim/scenario/distribution_format.hpp"

namespace crisper::properties {
namespace {

/// Those of an outbox read its rows, and not positions; a replay reads the store.
bool readers_see_positions(const LintInput& in) {
  using enum PublicationMethod;
  const PublicationMethod method = in.design.publication.method;
  if (method == single_publisher || method == consumer_polling || method == store_subscription ||
      method == log_is_truth) {
    return true;
  }
  for (const auto& [name, consumer] : in.design.consumers) {
    if (!consumer.replays.empty()) return true;
  }
  return false;
}

/// A law without an end gives no timeout that every commit keeps to, so what counts is how often one doesn't. Of a gap
/// that a reader sees the transaction has been open for a while already: it lasts beyond the timeout no more often.
void look_at_timeout(const EventStoreDesign& store, LintFindings& found) {
  const double chance = chance_of_as_long(store.commit, store.gap_timeout);
  if (chance < chance_in_a_hunt) {
    return found.warning("design.event_store.gaps", "after gap_timeout a slow commit is taken for dead");
  }
  const std::string share = chance > 0.5 ? "most commits take" : fmt::format("of {:.0f} commits one takes", 1 / chance);
  found.error("design.event_store.gap_timeout",
              fmt::format("{} {} and longer ({}): what is slow is taken for dead", share,
                          sim::exact_text(store.gap_timeout), sim::exact_text(store.commit)));
}

void find_gaps_passed(const LintInput& in, LintFindings& found) {
  const EventStoreDesign& store = in.design.event_store;
  if (store.position != PositionTime::at_insert || store.gaps == GapDetection::exact || !readers_see_positions(in))
    return;
  const char* key = "design.event_store.gaps";
  switch (store.gaps) {
    case GapDetection::none:
      return found.error(key, "readers pass positions that are not committed yet, and never read them");
    case GapDetection::wait:
      return found.error(key, "a position that was rolled back stops its readers for ever");
    case GapDetection::high_water:
      return look_at_timeout(store, found);
    case GapDetection::exact:
      return;
  }
}

}  // namespace

LintRule lint_rules::gaps_passed() {
  return {.name = "gaps_passed",
          .meaning =
              "readers that pass a position which is not committed yet, guess about it, or "
              "wait for one that never comes",
          .why = "an event is never read, or a reader stands still for ever",
          .mend = "gaps: exact, or position: at_commit",
          .known =
              "hazards 1 to 4: gap-skip, gap-timeout-guess, dead-gap, torn-gap-probe "
              "(marten#1629, marten#3122, eventuous#588)",
          .level = LintLevel::error,
          .look = find_gaps_passed};
}

}  // namespace crisper::properties
