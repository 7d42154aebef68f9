#include "properties/sweep/run_summary.hpp"

#include <gtest/gtest.h>

namespace crisper::properties {
namespace {

using namespace crisper::literals;

RunResult failed_run() {
  RunResult result{
      .run = {.scenario = "test", .engine = "fast", .seed = 7, .digest = 0xabc, .deliveries = 1, .replay = {}},
      .verdict = Verdict::fail,
      .reason = "single_writer: two",
      .properties = {},
      .metrics = {}};
  result.properties.push_back({.name = "run_completed", .meaning = {}, .verdict = Verdict::pass});
  result.properties.push_back(
      {.name = "single_writer", .meaning = {}, .verdict = Verdict::fail, .reason = "two\n\"x\""});
  result.properties.push_back(
      {.name = "charged_once", .meaning = {}, .verdict = Verdict::unknown, .reason = "vacuous", .counts = false});
  result.metrics.times["order_latency"] = {.count = 3, .p50 = 1ms, .p90 = 2ms, .p95 = 3ms, .p99 = 4ms, .max = 5ms};
  result.metrics.times["queue_wait"] = {
      .count = 400, .mean = 2ms, .mean_within = 300us};
  result.metrics.times["staleness"] = {.count = 2, .mean = 4ms};
  result.metrics.counts["commands_handled"] = 12;
  result.metrics.rates["fairness"] = 0.1;
  return result;
}

RunSummary open_run() {
  RunSummary open = broken_run("no_deadlock: a circle");
  open.failed = {{"run_completed", 0, "open", true}, {"no_deadlock", 7, "a circle", false}};
  return open;
}

TEST(RunSummary, keeps_the_verdict_what_failed_and_every_measure) {
  // Wrong: a sweep would compare less than a run tells.
  const RunSummary summary = summary_of(failed_run());
  EXPECT_EQ(summary.verdict, Verdict::fail);
  EXPECT_EQ(summary.digest, "0000000000000abc");
  ASSERT_EQ(summary.failed.size(), 1u);
  EXPECT_EQ(summary.failed[0], (RunSummary::Failed{"single_writer", 1, "two\n\"x\""}));
  EXPECT_EQ(summary.measures.at("order_latency.count"), 3);
  EXPECT_EQ(summary.measures.at("order_latency.p50_ns"), 1e6);
  EXPECT_EQ(summary.measures.at("order_latency.p99_ns"), 4e6);
  EXPECT_EQ(summary.measures.at("order_latency.max_ns"), 5e6);
  EXPECT_FALSE(summary.measures.contains("order_latency.mean_ns")) << "of three nobody told a mean";
  EXPECT_EQ(summary.measures.at("queue_wait.mean_ns"), 2e6);
  EXPECT_EQ(summary.measures.at("queue_wait.mean_within_ns"), 3e5);
  EXPECT_EQ(summary.measures.at("staleness.mean_ns"), 4e6);
  EXPECT_FALSE(summary.measures.contains("staleness.mean_within_ns")) << "of two nobody knows how sure it is";
  EXPECT_EQ(summary.measures.at("commands_handled"), 12);
  EXPECT_EQ(summary.measures.at("fairness"), 0.1);
}

TEST(RunSummary, comes_out_of_the_pipe_as_it_went_in) {
  // Wrong: what a sweep tells would differ from what its runs measured.
  for (const RunSummary& summary : {summary_of(failed_run()), broken_run("no memory"), RunSummary{}, open_run()}) {
    const auto again = decode_run_summary(encode(summary));
    ASSERT_TRUE(again);
    EXPECT_EQ(*again, summary);
  }
}

TEST(RunSummary, that_was_cut_off_or_is_something_else_is_nothing) {
  // Wrong: a child that died while it wrote would count as a pass.
  const std::string whole = encode(summary_of(failed_run()));
  for (std::size_t length = 0; length + 2 < whole.size(); ++length) {
    EXPECT_FALSE(decode_run_summary(whole.substr(0, length))) << length;
  }
  EXPECT_FALSE(decode_run_summary("{}"));
  EXPECT_FALSE(decode_run_summary("[1, 2]"));
  EXPECT_FALSE(decode_run_summary(R"({"verdict": 9, "reason": "", "digest": "", "failed": [], "measures": {}})"));
}

}  // namespace
}  // namespace crisper::properties
