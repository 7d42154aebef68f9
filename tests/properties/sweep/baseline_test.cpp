#include "properties/sweep/baseline.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace crisper::properties {
namespace {

/// Two designs over two seeds; medians of latency and of what is done per second.
SweepResult kept_sweep(double p99_ns, double per_second, Verdict verdict = Verdict::pass) {
  SweepResult sweep{.scenario = "s", .axes = {}, .seeds = {1, 2}, .groups = {}};
  for (const char* name : {"locks", "queue"}) {
    SweepGroup& group = sweep.groups.emplace_back();
    group.settings = {{"design.x", name}};
    group.engine = "fast";
    group.passed = verdict == Verdict::pass ? 2 : 0;
    group.failed = verdict == Verdict::fail ? 2 : 0;
    group.measures["command_latency.p99_ns"].median = p99_ns;
    group.measures["commands_per_second"].median = per_second;
  }
  return sweep;
}

TEST(Baseline, tells_what_got_worse_and_what_better) {
  // Wrong: a design gets slower by a percent with every change, and nobody ever sees it.
  SweepResult now = kept_sweep(100e6, 50);
  now.groups[1].measures["command_latency.p99_ns"].median = 102e6;  // more of it is worse
  now.groups[1].measures["commands_per_second"].median = 60;        // more of it is better
  const auto changes = against_baseline(now, kept_sweep(100e6, 50));
  ASSERT_TRUE(changes) << changes.error();
  const std::string queue = "design.x=queue";
  EXPECT_EQ(*changes, (std::vector<BaselineChange>{
                          {.design = queue, .measure = "commands_per_second", .was = 50, .is = 60},
                          {.design = queue, .measure = "command_latency.p99_ns", .was = 100e6, .is = 102e6,
                           .is_worse = true}}));
  now.against_baseline = *changes;
  EXPECT_EQ(now.verdict(), Verdict::fail);
  now.against_baseline->pop_back();
  EXPECT_EQ(now.verdict(), Verdict::pass) << "better fails nothing";
}

TEST(Baseline, has_nothing_to_say_where_nothing_changed_or_a_design_does_not_pass) {
  EXPECT_TRUE(against_baseline(kept_sweep(100e6, 50), kept_sweep(100e6, 50))->empty());
  EXPECT_TRUE(against_baseline(kept_sweep(100.9e6, 50), kept_sweep(100e6, 50))->empty()) << "below a percent";
  EXPECT_TRUE(against_baseline(kept_sweep(1, 50), kept_sweep(100e6, 50, Verdict::fail))->empty());
  EXPECT_TRUE(against_baseline(kept_sweep(900e6, 50, Verdict::fail), kept_sweep(100e6, 50))->empty());
}

TEST(Baseline, of_another_sweep_is_refused) {
  // Wrong: medians over other seeds would be told as a change.
  SweepResult other = kept_sweep(100e6, 50);
  other.seeds = {1, 2, 3};
  EXPECT_FALSE(against_baseline(kept_sweep(100e6, 50), other));
  other = kept_sweep(100e6, 50);
  for (SweepGroup& each : other.groups) each.engine = "simgrid";
  EXPECT_FALSE(against_baseline(kept_sweep(100e6, 50), other));
}

}  // namespace
}  // namespace crisper::properties
