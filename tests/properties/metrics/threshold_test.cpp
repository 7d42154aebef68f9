#include "properties/metrics/threshold.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "properties/metrics/metric_names.hpp"
#include "tests/properties/story.hpp"

namespace crisper::properties {
namespace {

using namespace testing;

PropertyResult judged(const std::string& metric, const std::string& condition, const RunEnd& end = {},
                      bool measured = true) {
  const Names names = cast();
  MetricsCollector collector(names);
  for (std::int64_t ms = 1; measured && ms <= 100; ++ms) {
    collector.observe({.kind = ObservationKind::lock_granted, .b = ms * 1'000'000}, ObservationId{1});
    collector.observe({.kind = ObservationKind::message_sent}, ObservationId{1});
  }
  sim::Threshold threshold = *sim::threshold_from(condition);
  threshold.metric = metric;
  return judge(threshold, collector, collector.metrics(), end);
}

TEST(Threshold, fails_when_it_is_breached) {
  // Wrong: a design that is too slow would be shipped.
  const PropertyResult result = judged("lock_wait", "p99 < 50ms");
  EXPECT_EQ(result.verdict, Verdict::fail);
  EXPECT_EQ(result.reason, "lock_wait was 99ms, not p99 < 50ms");
  EXPECT_EQ(result.name, "lock_wait p99 < 50ms");
}

TEST(Threshold, passes_when_it_is_kept) {
  // Wrong: a design that is fast enough would be sent back.
  EXPECT_EQ(judged("lock_wait", "p50 <= 50ms").verdict, Verdict::pass);
  EXPECT_EQ(judged("lock_wait", "mean < 51ms").verdict, Verdict::pass);
  EXPECT_EQ(judged("lock_wait", "count >= 100").verdict, Verdict::pass);
  EXPECT_EQ(judged("locks_granted", "<= 100").verdict, Verdict::pass);
  EXPECT_EQ(judged("commands_dead_lettered", "< 1").verdict, Verdict::pass);
}

TEST(Threshold, on_time_is_not_judged_where_a_search_moved_messages_in_time) {
  // Wrong: what a strategy holds back would be the design's latency; or no bound at all would be judged there.
  const RunEnd moved{.own_time = false, .aborted = {}, .required_but_unfired = {}};
  const PropertyResult result = judged("lock_wait", "p99 < 50ms", moved);
  EXPECT_EQ(result.verdict, Verdict::unknown);
  EXPECT_FALSE(result.counts);
  EXPECT_FALSE(result.judged);
  EXPECT_EQ(result.violation_count, 0u);
  EXPECT_FALSE(judged("commands_per_second", "> 5", moved).judged);
  EXPECT_EQ(judged("lock_wait", "count >= 100", moved).verdict, Verdict::pass) << "how often is no time";
  EXPECT_EQ(judged("locks_granted", "< 5", moved).verdict, Verdict::fail);
}

TEST(Threshold, is_unknown_where_nothing_was_measured) {
  // Wrong: no order at all would be the fastest design.
  EXPECT_EQ(judged("order_latency", "p99 < 2s").verdict, Verdict::unknown);
  EXPECT_EQ(judged("commands_dead_lettered", "< 1", {}, false).verdict, Verdict::unknown);
}

TEST(Threshold, is_unknown_where_the_question_makes_no_sense) {
  // Wrong: a percentile of a count would be answered with the count.
  EXPECT_EQ(judged("locks_granted", "p99 < 5").verdict, Verdict::unknown);
  EXPECT_EQ(judged("lock_wait", "< 5s").verdict, Verdict::unknown);
}

TEST(Threshold, on_a_share_is_judged_where_it_was_measured_and_unknown_elsewhere) {
  // Wrong: a share that nobody measured would count as nothing, and nothing as measured.
  EXPECT_EQ(judged("fairness", "> 0.9").verdict, Verdict::unknown);
  EXPECT_EQ(judged("utilisation.handler-1", "< 0.9").verdict, Verdict::unknown);
  EXPECT_EQ(judged("no_such_metric", "< 1").verdict, Verdict::unknown);
}

TEST(Threshold, does_not_pass_a_run_that_was_cut) {
  // Wrong: a run that broke off before it slowed down would pass.
  RunEnd end;
  end.ending = RunEnding::limit_reached;
  EXPECT_EQ(judged("lock_wait", "p50 <= 50ms", end).verdict, Verdict::unknown);
  EXPECT_EQ(judged("lock_wait", "p99 < 50ms", end).verdict, Verdict::fail);
}

TEST(Threshold, knows_the_metrics_that_the_handbook_names) {
  // Wrong: a scenario's metric would be refused by the parser, or judged by nobody.
  const std::vector<MetricName> names = metric_names();
  for (const char* name : {"order_latency", "staleness", "commands_per_second", "command_queue_peak"}) {
    EXPECT_NE(std::ranges::find(names, name, &MetricName::name), names.end()) << name;
  }
}

}  // namespace
}  // namespace crisper::properties
