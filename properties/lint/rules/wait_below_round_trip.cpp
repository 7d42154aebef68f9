// wait_below_round_trip: a wait in which no answer can come, or in which now and then none comes.
#include <fmt/format.h>

#include "properties/lint/design_sums.hpp"
#include "properties/lint/lint_rules.hpp"
#include "sim/scenario/value_text.hpp"
#include "sim/scenario/warnings.hpp"

namespace crisper::properties {
namespace {

/// What the scenario's own reader says is of the network at its quickest. Here: of what the links add to that, and of
/// who answers.
void find_wait_below_round_trip(const LintInput& in, LintFindings& found) {
  lint_rules::tell_warnings<sim::WarningKind::wait_below_round_trip, LintLevel::warning>(in, found);
  if (!in.scenario.deployment.platform.empty()) return;  // its links aren't known here
  const sim::LinkSpec& link = in.scenario.deployment.link;
  const Duration round_trip = 2 * (link.latency + link.jitter.least());
  for (const sim::RoundTripWait& each : sim::round_trip_waits(in.design)) {
    if (each.wait < round_trip) continue;  // told
    TimeSum answer;
    for (int way = 0; way < 2; ++way) {
      answer.add(link.latency);
      answer.add(link.jitter);
    }
    if (!each.answered_by.empty()) answer.add(turn_of(in, each.answered_by));
    const Duration nearly_most = answer.nearly_most();
    if (each.wait >= nearly_most) continue;
    const bool never_comes = each.wait < answer.least();
    found.warning(each.path, fmt::format("{} is shorter than the answer takes ({}{}): {}{}", sim::exact_text(each.wait),
                                         never_comes ? "" : "of one in a thousand, ",
                                         sim::exact_text(never_comes ? answer.least() : nearly_most),
                                         never_comes ? "" : "now and then ", each.consequence));
  }
}

}  // namespace

LintRule lint_rules::wait_below_round_trip() {
  return {.name = "wait_below_round_trip",
          .meaning = "a timeout shorter than the way there and back, or than one answer in a thousand takes",
          .why = "everything is sent again, or given up, though nothing went wrong",
          .mend = "a timeout longer than a round trip on the network",
          .known = "hazard 63, call-timeout-double-order",
          .level = LintLevel::warning,
          .look = find_wait_below_round_trip};
}

}  // namespace crisper::properties
