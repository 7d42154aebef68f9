// Candidates that behave badly, and candidates on the other engine.
#include <gtest/gtest.h>

#include <cstdlib>

#include "properties/search/shrink/reducers.hpp"
#include "properties/search/shrink/shrink.hpp"
#include "tests/properties/search/shrink/small_case.hpp"

namespace crisper::properties {
namespace {

using namespace std::chrono_literals;

TEST(Shrink, survives_candidates_that_abort_or_hang_and_counts_them) {
  // Wrong: one smaller run that crashes would end the shrinking, or be taken for the bug.
  const RunCase failing = duplicated_lunch(1);
  const std::size_t whole = failing.scenario.workload.script->size();
  ShrinkOptions options;
  options.limits.at_once = 2;
  options.limits.time_max = 1500ms;
  options.limits.run = [whole](const RunCase& candidate, const Cause& cause) {
    const std::size_t steps = candidate.scenario.workload.script->size();
    volatile bool planted = true;
    if (steps == whole / 2) ::abort();
    while (steps == 2 && candidate.plan.faults.empty() && planted) {
    }
    return try_case(candidate, cause);
  };
  const auto shrunk = shrink(failing, options);
  ASSERT_TRUE(shrunk) << shrunk.error();
  EXPECT_TRUE(shrunk->minimal);
  EXPECT_LE(shrunk->after.steps, 2u);
  EXPECT_EQ(shrunk->after.faults, 1u);
  EXPECT_EQ(cause_of_run(shrunk->smallest), shrunk->cause);
  std::size_t aborted = 0;
  for (const auto& [how, times] : shrunk->statistics.broken) {
    if (how.find("signal 6") != std::string::npos) aborted += times;
  }
  EXPECT_GT(aborted, 0u);
}

TEST(Shrink, of_a_run_that_aborts_follows_the_abort) {
  // Wrong: a run whose process dies could not be made small, or would be shrunk to another death.
  const RunCase failing = duplicated_lunch(1);
  const auto dies = [](const RunCase& candidate) {
    std::size_t loads = 0;
    for (const sim::ScriptStep& step : *candidate.scenario.workload.script) loads += step.client == "kitchen";
    return loads > 0;
  };
  ASSERT_TRUE(dies(failing));
  SmallestSoFar smallest(failing, broken_run_cause("was killed by signal 6 (Aborted)"),
                      {.run = [&](const RunCase& candidate, const Cause& cause) {
                        if (dies(candidate)) ::abort();
                        return try_case(candidate, cause);
                      }});
  ASSERT_TRUE(smallest.run_first());
  while (shorten(smallest)) {
  }
  EXPECT_EQ(smallest.current().scenario.workload.script->size(), 1u);
  EXPECT_TRUE(smallest.current().plan.faults.empty());
}

TEST(Shrink, moves_a_run_from_simgrid_to_fast_where_it_fails_there_too) {
  // Wrong: shrinking what simgrid found would take a thousand times as long.
  RunCase failing = duplicated_lunch(1);
  failing.engine = failing.scenario.engine = "simgrid";
  const auto shrunk = shrink(failing);
  ASSERT_TRUE(shrunk) << shrunk.error();
  EXPECT_TRUE(shrunk->moved_to_fast);
  EXPECT_EQ(shrunk->smallest.engine, "fast");
  EXPECT_EQ(shrunk->after.faults, 1u);
  EXPECT_EQ(cause_of_run(shrunk->smallest), shrunk->cause);
}

TEST(Shrink, stays_on_simgrid_where_only_that_fails) {
  // Wrong: a failure of contention, which fast doesn't know, could not be made small.
  RunCase failing = duplicated_lunch(1);
  failing.engine = failing.scenario.engine = "simgrid";
  ShrinkOptions options;
  options.limits.at_once = 2;
  options.limits.run = [](const RunCase& candidate, const Cause& cause) {
    if (candidate.engine == "fast") return Trial{.end = Trial::End::no, .told = {}, .struck = {}};
    return try_case(candidate, cause);
  };
  const auto shrunk = shrink(failing, options);
  ASSERT_TRUE(shrunk) << shrunk.error();
  EXPECT_FALSE(shrunk->moved_to_fast);
  EXPECT_EQ(shrunk->smallest.engine, "simgrid");
  EXPECT_TRUE(shrunk->minimal);
  EXPECT_LE(shrunk->after.steps, 2u);
  EXPECT_EQ(shrunk->after.faults, 1u);
}

TEST(Shrink, leaves_few_messages) {
  // Wrong: one step and one fault would still be thousands of messages, most of them polls that find nothing.
  const auto shrunk = shrink(duplicated_lunch(1));
  ASSERT_TRUE(shrunk) << shrunk.error();
  EXPECT_LE(shrunk->after.messages, 12u) << "with a command or an event";
  EXPECT_GT(shrunk->after.messages, 3u) << "submitted, handed out, appended, published";
  EXPECT_LE(shrunk->after.deliveries, 60u);
  EXPECT_GT(shrunk->before.deliveries, 1000u);
}

TEST(Shrink, that_may_do_little_work_stops_at_the_same_place_on_one_core_and_on_two) {
  // Wrong: a hunt's report would depend on the machine.
  ShrinkOptions one;
  one.limits.work_max = 30'000;
  ShrinkOptions two = one;
  two.limits.at_once = 3;
  const auto a = shrink(duplicated_lunch(1), one);
  const auto b = shrink(duplicated_lunch(1), two);
  ASSERT_TRUE(a && b);
  EXPECT_FALSE(a->minimal);
  EXPECT_EQ(a->smallest, b->smallest);
  EXPECT_EQ(a->statistics.work, b->statistics.work);
}

}  // namespace
}  // namespace crisper::properties
