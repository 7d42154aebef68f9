// R20, R41, hazards 35 and 36: nodes that share the partitions of a log, lose them and take them over.
#include "tests/properties/core/publication/deliveries.hpp"

namespace crisper::properties {
namespace {

DeliverySettings nodes(const std::string& properties) {
  return {.publication = "{method: log_subscription, poll: 5ms, partitions: 4, session: 300ms}",
          .consumer = "{sequencer: off, nodes: 3}",
          .properties = properties};
}

TEST(PartitionedLog, loses_and_reorders_nothing_when_nodes_crash_pause_and_come_back) {
  // Hazard 36. Wrong: a node that wakes after its partitions went to another would move the position back.
  expect_none_fails(nodes("[no_event_lost, event_applied_once, events_in_order_per_stream, run_completed]"), 60);
}

TEST(PartitionedLog, is_taken_over_by_the_others_when_a_node_stays_down) {
  // R41. Wrong: the partitions of a node that is gone would have nobody.
  DeliverySettings settings = nodes("[no_event_lost, run_completed, projection_matches_log]");
  settings.faults = "  - {crash: catalog-node-1, at: 100ms, restart_after: 30s}\n";
  settings.random_faults = false;
  const RunResult result = delivered(settings, 3);
  EXPECT_EQ(result.verdict, Verdict::pass) << result.reason;
  EXPECT_LT(result.metrics.times.at("staleness").max, std::chrono::seconds(5)) << "nobody waited for it to come back";
}

}  // namespace
}  // namespace crisper::properties
