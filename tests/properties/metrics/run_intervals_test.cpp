#include "properties/metrics/run_intervals.hpp"

#include <gtest/gtest.h>

#include <string>

namespace crisper::properties {
namespace {

using namespace crisper::literals;

constexpr SimTime instant(Duration since) { return sim_start + since; }

/// A second before the load; a ramp of 4 s, a spike of 2 s.
sim::StagedLoad ramp_and_spike() {
  return {.of = "orders",
          .start = instant(1s),
          .stages = {{.lasting = 4s, .from = 0, .to = 100}, {.lasting = 2s, .from = 800, .to = 800, .name = "spike"}}};
}

std::string name_at(const RunIntervals& intervals, Duration since) {
  const RunIntervals::Index here = intervals.at(instant(since));
  return here == RunIntervals::none ? "-" : intervals.name(here);
}

/// "stage-1 3s, spike 2s": how a span is shared out.
std::string shares_of(const RunIntervals& intervals, Duration from, Duration to) {
  std::string told;
  intervals.share_out(instant(from), instant(to), [&](RunIntervals::Index each, Duration part) {
    told += (told.empty() ? "" : ", ") + intervals.name(each) + " " + to_text(part);
  });
  return told;
}

TEST(RunIntervals, are_the_stages_and_what_is_behind_them) {
  // Wrong: what came in the spike is told of the calm before it.
  const RunIntervals intervals(ramp_and_spike());
  ASSERT_EQ(intervals.size(), 3U);
  EXPECT_EQ(name_at(intervals, 999ms), "-");
  EXPECT_EQ(name_at(intervals, 1s), "stage-1");
  EXPECT_EQ(name_at(intervals, 4999ms), "stage-1");
  EXPECT_EQ(name_at(intervals, 5s), "spike");
  EXPECT_EQ(name_at(intervals, 6999ms), "spike");
  EXPECT_EQ(name_at(intervals, 7s), "after");
  EXPECT_EQ(intervals.begin_of(intervals.named("spike")), instant(5s));
  EXPECT_EQ(intervals.begin_of(intervals.named("after")), instant(7s));
  EXPECT_EQ(intervals.named("spkie"), RunIntervals::none);
  EXPECT_EQ(intervals.over_by(intervals.named("spike"), instant(6s)), 1s);
  EXPECT_EQ(intervals.over_by(intervals.named("spike"), instant(60s)), 2s);
  EXPECT_EQ(intervals.over_by(intervals.named("after"), instant(60s)), 53s);
}

TEST(RunIntervals, end_with_the_load) {
  // Wrong: a plateau that the load never came to is told to have been quiet.
  sim::StagedLoad load = ramp_and_spike();
  load.end = instant(4s);
  const RunIntervals intervals(load);
  EXPECT_EQ(name_at(intervals, 3999ms), "stage-1");
  EXPECT_EQ(name_at(intervals, 4s), "after");
  EXPECT_EQ(intervals.over_by(intervals.named("stage-1"), instant(60s)), 3s);
  EXPECT_EQ(intervals.over_by(intervals.named("spike"), instant(60s)), 0s);
  EXPECT_EQ(intervals.begin_of(intervals.named("spike")), sim_never);
}

TEST(RunIntervals, of_stages_that_repeat_are_what_is_of_them_on_all_days) {
  // Wrong: a week has a morning of which only Monday's is looked at.
  sim::StagedLoad load = ramp_and_spike();
  load.repeat = true;
  load.end = instant(16s);  // two days, and 3 s of the next
  const RunIntervals intervals(load);
  EXPECT_EQ(name_at(intervals, 7s), "stage-1");
  EXPECT_EQ(name_at(intervals, 11s), "spike");
  EXPECT_EQ(name_at(intervals, 15999ms), "stage-1");
  EXPECT_EQ(name_at(intervals, 16s), "after");
  EXPECT_EQ(intervals.over_by(intervals.named("stage-1"), instant(60s)), 11s);
  EXPECT_EQ(intervals.over_by(intervals.named("spike"), instant(60s)), 4s);
  EXPECT_EQ(intervals.over_by(intervals.named("spike"), instant(12s)), 3s);
}

TEST(RunIntervals, share_out_what_crosses_from_one_to_another) {
  // Wrong: a process that was busy all the time is told to have been busy for more than a stage, or for less.
  const RunIntervals intervals(ramp_and_spike());
  EXPECT_EQ(shares_of(intervals, 2s, 3s), "stage-1 1s");
  EXPECT_EQ(shares_of(intervals, 5s, 7s), "spike 2s");
  EXPECT_EQ(shares_of(intervals, 0s, 10s), "stage-1 4s, spike 2s, after 3s");
  EXPECT_EQ(shares_of(intervals, 4s, 6s), "stage-1 1s, spike 1s");
  EXPECT_EQ(shares_of(intervals, 0s, 1s), "");
  EXPECT_EQ(shares_of(intervals, 2s, 2s), "");
  sim::StagedLoad days = ramp_and_spike();
  days.repeat = true;
  // From the end of one day's long stage into that of the next: both its ends are in stage-1, and the spike between.
  EXPECT_EQ(shares_of(RunIntervals(days), 4s, 8s), "stage-1 2s, spike 2s");
}

TEST(RunIntervals, there_are_none_of_an_even_load_or_of_too_many_stages) {
  // Wrong: a run without stages is told stage by stage, or a year by its hours.
  EXPECT_TRUE(RunIntervals().empty());
  EXPECT_EQ(RunIntervals().at(instant(3s)), RunIntervals::none);
  sim::StagedLoad load = ramp_and_spike();
  load.stages.resize(RunIntervals::stages_max);
  EXPECT_EQ(RunIntervals(load).size(), RunIntervals::stages_max + 1);
  load.stages.resize(RunIntervals::stages_max + 1);
  EXPECT_TRUE(RunIntervals(load).empty());
}

}  // namespace
}  // namespace crisper::properties
