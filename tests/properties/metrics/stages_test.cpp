// What measures tell of each stage of a load.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "properties/metrics/threshold.hpp"
#include "properties/scenario_run.hpp"
#include "tests/properties/metrics/measured.hpp"
#include "tests/sim/scenario/scenarios.hpp"

namespace crisper::properties {
namespace {

using namespace testing;
using enum ObservationKind;

/// From 1s: 4 s of calm, a spike of 2 s.
RunIntervals calm_and_spike() {
  return RunIntervals(sim::StagedLoad{
      .of = "orders",
      .start = sim_start + 1s,
      .stages = {{.lasting = 4s, .name = "calm"}, {.lasting = 2s, .from = 800, .to = 800, .name = "spike"}}});
}

class StagesTest : public ::testing::Test {
 protected:
  void say(Duration at, Observation observation) {
    observation.at = sim_start + at;
    if (collector_.wants(observation.kind)) collector_.observe(observation, ObservationId{++id_});
  }
  void answered(Duration at, Duration took) {
    say(at, {.kind = command_answered, .process = customer_1, .message = MessageId{++command_}, .b = to_ns(took)});
  }
  void end(Duration at) {
    RunEnd end;
    end.at = sim_start + at;
    collector_.finish(end);
    stages_ = collector_.of_intervals();
  }
  IntervalMetrics of(const std::string& name) const {
    const auto found = std::ranges::find(stages_, name, &IntervalMetrics::name);
    return found == stages_.end() ? IntervalMetrics{} : *found;
  }
  double rate(const std::string& stage, const std::string& name) const { return of(stage).metrics.rates.at(name); }
  std::uint64_t count(const std::string& stage, const std::string& name) const {
    return of(stage).metrics.counts.at(name);
  }

  Names names_ = cast();
  MetricsCollector collector_{names_, sim_start, calm_and_spike()};
  std::vector<IntervalMetrics> stages_;
  std::uint64_t id_ = 0;
  std::uint64_t command_ = 0;
};

TEST_F(StagesTest, latencies_are_of_the_stage_in_which_a_command_was_issued) {
  // Wrong: the spike looks fast, since what it brought is answered when it is over.
  answered(1500ms, 700ms);  // issued before the load
  answered(3s, 10ms);
  answered(5100ms, 200ms);  // issued in the calm
  answered(9s, 3s);         // issued at 6s
  answered(9s, 1s);         // issued at 8s
  end(10s);
  ASSERT_EQ(stages_.size(), 3U);
  EXPECT_EQ(of("calm").metrics.times.at("command_latency").count, 2U);
  EXPECT_EQ(of("calm").metrics.times.at("command_latency").max, 200ms);
  EXPECT_EQ(of("spike").metrics.times.at("command_latency").count, 1U);
  EXPECT_EQ(of("spike").metrics.times.at("command_latency.customer").p99, 3s);
  EXPECT_EQ(of("after").metrics.times.at("command_latency").max, 1s);
  EXPECT_EQ(collector_.metrics().times.at("command_latency").count, 5U) << "the whole run is told as it was";
  EXPECT_EQ(of("spike").from, sim_start + 5s);
  EXPECT_EQ(of("spike").lasting, 2s);
  EXPECT_EQ(of("after").lasting, 3s);
}

TEST_F(StagesTest, work_throughput_and_depths_are_of_the_time_of_the_stage) {
  // Wrong: a spike of two seconds drowns in the average of the run.
  say(0s, {.kind = process_started, .process = handler_1});
  say(2s, {.kind = turn_begun, .process = handler_1});
  say(3s, {.kind = turn_ended, .process = handler_1});
  say(4s, {.kind = turn_begun, .process = handler_1});
  say(8s, {.kind = turn_ended, .process = handler_1});
  say(2s, {.kind = command_enqueued, .process = command_queue, .message = MessageId{1}, .a = 2});
  say(5s, {.kind = command_enqueued, .process = command_queue, .message = MessageId{2}, .a = 40});
  say(5s, {.kind = message_delivered, .process = handler_1, .b = 7});
  for (std::uint64_t n = 1; n <= 4; ++n) say(5500ms, stored_as(n, static_cast<std::int64_t>(n)));
  end(9s);
  EXPECT_DOUBLE_EQ(rate("calm", "utilisation.handler-1"), 0.5);
  EXPECT_DOUBLE_EQ(rate("spike", "utilisation.handler-1"), 1.0);
  EXPECT_DOUBLE_EQ(rate("after", "utilisation"), 0.5);
  EXPECT_EQ(count("calm", "command_queue_peak"), 2U);
  EXPECT_EQ(count("spike", "command_queue_peak"), 40U);
  EXPECT_FALSE(of("after").metrics.counts.contains("command_queue_peak")) << "nothing was queued any more";
  EXPECT_EQ(count("spike", "mailbox_peak"), 7U);
  EXPECT_DOUBLE_EQ(rate("spike", "events_per_second"), 2.0);
  EXPECT_DOUBLE_EQ(rate("calm", "events_per_second"), 0.0);
}

TEST_F(StagesTest, lag_that_an_earlier_stage_left_is_told) {
  // Wrong: the consumer that catches up for minutes after the spike is told to be up to date.
  say(2s, {.kind = checkpoint_saved, .process = catalog});
  for (std::uint64_t n = 1; n <= 3; ++n) say(6s, stored_as(n, static_cast<std::int64_t>(n)));
  for (std::uint64_t n = 1; n <= 3; ++n) {
    say(8s, {.kind = event_applied, .process = catalog, .message = MessageId{n}});
  }
  end(9s);
  EXPECT_EQ(count("calm", "lag"), 0U);
  EXPECT_EQ(count("spike", "lag"), 3U);
  EXPECT_EQ(count("after", "lag"), 3U);
}

TEST_F(StagesTest, that_a_run_did_not_come_to_are_not_told) {
  // Wrong: a run that was cut short has a spike with a latency of nothing.
  answered(3s, 10ms);
  end(4s);
  ASSERT_EQ(stages_.size(), 1U);
  EXPECT_EQ(stages_[0].name, "calm");
  EXPECT_EQ(stages_[0].lasting, 3s);
}

TEST_F(StagesTest, limits_on_a_stage_are_judged_by_what_is_of_it) {
  // Wrong: the calm makes good for the spike, or the spike breaks a limit on the calm.
  answered(3s, 10ms);
  answered(9s, 3s);
  say(2s, {.kind = command_enqueued, .process = command_queue, .message = MessageId{1}, .a = 2});
  end(10s);
  const auto judged = [&](const std::string& metric, const std::string& condition) {
    sim::Threshold threshold = *sim::threshold_from(condition);
    threshold.metric = metric;
    RunEnd end;
    end.at = sim_start + 10s;
    return judge(threshold, collector_, of(threshold.stage).metrics, end);
  };
  EXPECT_EQ(judged("command_latency", "p99 < 1s in calm").verdict, Verdict::pass);
  const PropertyResult spike = judged("command_latency", "p99 < 1s in spike");
  EXPECT_EQ(spike.verdict, Verdict::fail);
  EXPECT_EQ(spike.name, "command_latency p99 < 1s in spike");
  EXPECT_EQ(spike.reason, "command_latency was 3s, not p99 < 1s in spike");
  EXPECT_EQ(judged("command_queue_peak", "<= 2 in calm").verdict, Verdict::pass);
  EXPECT_EQ(judged("command_queue_peak", "< 2 in calm").verdict, Verdict::fail);
  EXPECT_EQ(judged("command_queue_peak", "< 2 in spike").verdict, Verdict::unknown) << "nothing was queued in it";
}

TEST(Stages, of_an_interval_the_busiest_is_told) {
  // Wrong: who sees that the spike was slow has to look for whom it waited.
  IntervalMetrics spike{.name = "spike", .from = sim_start + 5s, .lasting = 2s, .metrics = {}};
  EXPECT_EQ(busiest_words(spike), "");
  spike.metrics.rates = {{"utilisation", 0.96}, {"utilisation.event-store", 0.4}, {"utilisation.handler-1", 0.96}};
  EXPECT_EQ(busiest_words(spike), "In spike the busiest was handler-1, at work or waiting in it for 96 % of 2s");
}

std::string staged_rush(const std::string& name, const std::string& limits = "all") {
  return "workload: {orders: {rate: 10/s, start: 1s, for: 6s, customers: 20, fridges: 2, meals: 1, arrivals: {kind: "
         "constant, stages: [{for: 4s}, {for: 2s, from: 4x, to: 4x" + name + "}]}}, restock: {initial: 500}}\n"
         "properties: [" + limits + "]\n";
}

RunResult staged_result(const std::string& lines) {
  const auto run = run_scenario(sim::parsed(lines), {.seed = 1});
  EXPECT_TRUE(run) << run.error();
  return run ? run->result : RunResult{};
}

TEST(Stages, of_a_run_are_in_its_result_and_change_nothing_else) {
  // Wrong: a name changes what happens, or a stage has what came in another.
  const RunResult named = staged_result(staged_rush(", name: spike"));
  const RunResult unnamed = staged_result(staged_rush(""));
  EXPECT_EQ(named.run.digest, unnamed.run.digest);
  EXPECT_EQ(named.metrics, unnamed.metrics);
  ASSERT_GE(named.stages.size(), 2U);
  EXPECT_EQ(named.stages[0].name, "stage-1");
  EXPECT_EQ(named.stages[1].name, "spike");
  EXPECT_EQ(unnamed.stages[1].name, "stage-2");
  // 10/s for 4 s, then 40/s for 2 s; one on a border may be of either.
  EXPECT_NEAR(static_cast<double>(named.stages[0].metrics.times.at("order_latency").count), 40, 1);
  EXPECT_NEAR(static_cast<double>(named.stages[1].metrics.times.at("order_latency").count), 80, 1);
  const std::string even = "workload: {orders: {rate: 10/s, for: 2s, customers: 5, fridges: 2, meals: 1}}\n";
  EXPECT_TRUE(staged_result(even).stages.empty());
}

TEST(Stages, limits_on_them_are_limits_of_the_scenario) {
  // Wrong: nobody can ask what an architect asks: what of the spike?
  const RunResult result = staged_result(staged_rush(", name: spike", "{order_latency: p99 < 1ns in spike}"));
  EXPECT_EQ(result.verdict, Verdict::fail);
  EXPECT_NE(result.reason.find("not p99 < 1ns in spike"), std::string::npos) << result.reason;
}

}  // namespace
}  // namespace crisper::properties
