// R31, R33, hazard 59: one transaction over the store and every read side, and what that costs when one doesn't answer.
#include "tests/properties/publication/deliveries.hpp"

namespace crisper::properties {
namespace {

DeliverySettings with_fault(const std::string& method, const std::string& fault) {
  return {.publication = "{method: " + method + ", poll: 5ms}",
          .properties = "[no_event_lost]",
          .faults = fault,
          .random_faults = false};
}

std::uint64_t stored(const RunResult& result) { return result.metrics.counts.at("events_appended"); }

TEST(TwoPhaseCommit, stops_all_writes_while_a_read_side_is_cut_off_where_an_outbox_goes_on) {
  // R31. Wrong: the consistent design would seem to be available in a partition, or the available one to stop.
  const std::string cut = "  - {crash: catalog, at: 1ms}\n";
  EXPECT_EQ(stored(delivered(with_fault("two_phase_commit", cut), 3)), 0u);
  EXPECT_GT(stored(delivered(with_fault("outbox", cut), 3)), 20u);
}

TEST(TwoPhaseCommit, goes_on_when_the_read_side_is_back) {
  // R33. Wrong: a participant that was away would never settle what it had promised.
  const RunResult result =
      delivered(with_fault("two_phase_commit", "  - {crash: catalog, at: 50ms, restart_after: 3s}\n"), 3);
  EXPECT_EQ(result.verdict, Verdict::pass) << result.reason;
}

TEST(TwoPhaseCommit, has_a_staleness_that_was_measured_for_each_effect) {
  // R32. Wrong: a zero in the table would mean that nobody had looked.
  for (std::uint64_t number = 1; number <= 10; ++number) {
    DeliverySettings settings = with_fault("two_phase_commit", "  - {reorder: 30%, by: 1ms..20ms}\n");
    const RunResult result = delivered(settings, number);
    EXPECT_EQ(result.metrics.times.at("staleness").count, result.metrics.counts.at("events_applied"));
    EXPECT_GT(result.metrics.times.at("staleness").max, Duration::zero()) << "what is late somewhere is not hidden";
  }
}

TEST(TwoPhaseCommit, is_in_doubt_for_ever_when_the_coordinator_stays_down) {
  // Hazard 59. Wrong: nobody would notice that all who had promised wait for somebody who is gone.
  DeliverySettings settings = with_fault("two_phase_commit", "  - {crash: coordinator, at: 60ms}\n");
  settings.properties = "[run_completed]";
  EXPECT_NE(delivered(settings, 3).verdict, Verdict::pass);
  settings.faults = "  - {crash: coordinator, at: 60ms, restart_after: 2s}\n";
  EXPECT_EQ(delivered(settings, 3).verdict, Verdict::pass);
}

}  // namespace
}  // namespace crisper::properties
