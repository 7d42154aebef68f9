#include "properties/sweep/sweep_group.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace crisper::properties {
namespace {

RunSummary passed(double rate) {
  return {.verdict = Verdict::pass, .reason = {}, .digest = "d", .failed = {}, .measures = {{"rate", rate}}};
}

RunSummary failed(std::vector<RunSummary::Failed> properties) {
  return {.verdict = Verdict::fail, .reason = "x", .digest = "d", .failed = std::move(properties), .measures = {}};
}

SweepGroup group_of(const std::vector<RunSummary>& runs, const std::vector<std::size_t>& order) {
  std::vector<std::uint64_t> seeds;
  for (std::size_t place = 0; place < runs.size(); ++place) seeds.push_back(100 - place);
  SweepGroupBuilder builder(seeds);
  for (const std::size_t place : order) {
    EXPECT_FALSE(builder.is_complete());
    builder.add(place, runs[place]);
  }
  EXPECT_TRUE(builder.is_complete());
  return builder.finish();
}

TEST(SweepGroup, tells_the_median_and_the_range_of_each_measure) {
  // Wrong: one odd seed would stand for a design, or a mean for a median.
  const SweepGroup odd = group_of({passed(5), passed(1), passed(1000)}, {0, 1, 2});
  EXPECT_EQ(odd.measures.at("rate"), (SweepMeasure{.runs = 3, .median = 5, .least = 1, .most = 1000}));
  const SweepGroup even = group_of({passed(4), passed(1), passed(2), passed(100)}, {0, 1, 2, 3});
  EXPECT_EQ(even.measures.at("rate"), (SweepMeasure{.runs = 4, .median = 3, .least = 1, .most = 100}));
}

TEST(SweepGroup, takes_a_measure_from_the_runs_that_had_it) {
  // Wrong: a run that measured nothing would count as a zero.
  const SweepGroup group =
      group_of({passed(8), broken_run("killed"), failed({{"single_writer", 2, "two"}})}, {0, 1, 2});
  EXPECT_EQ(group.measures.at("rate"), (SweepMeasure{.runs = 1, .median = 8, .least = 8, .most = 8}));
}

TEST(SweepGroup, counts_verdicts_and_is_as_bad_as_its_worst_seed) {
  // Wrong: one failing seed in a thousand would be lost.
  const SweepGroup group =
      group_of({passed(1), broken_run("killed"), failed({{"a", 0, "r"}}), passed(1)}, {0, 1, 2, 3});
  EXPECT_EQ(group.passed, 2u);
  EXPECT_EQ(group.unknown, 1u);
  EXPECT_EQ(group.failed, 1u);
  EXPECT_EQ(group.verdict(), Verdict::fail);
  EXPECT_EQ(group.first_trouble()->seed, 98u);
  EXPECT_EQ(group_of({passed(1), broken_run("killed")}, {0, 1}).verdict(), Verdict::unknown);
  EXPECT_EQ(group_of({passed(1), broken_run("killed")}, {0, 1}).first_trouble()->reason, "killed");
  EXPECT_EQ(group_of({passed(1)}, {0}).first_trouble(), nullptr);
}

TEST(SweepGroup, repeats_no_run_that_was_not_made) {
  // Wrong: whoever interrupts a search would be given the command of a run that has nothing wrong with it.
  EXPECT_EQ(group_of({passed(1), not_made("interrupted")}, {0, 1}).first_to_repeat(), nullptr);
  EXPECT_EQ(group_of({not_made("interrupted"), broken_run("killed")}, {0, 1}).first_to_repeat()->reason, "killed");
  EXPECT_EQ(group_of({not_made("interrupted"), failed({{"a", 0, "r"}})}, {0, 1}).first_to_repeat()->seed, 99u);
  EXPECT_EQ(group_of({passed(1)}, {0}).first_to_repeat(), nullptr);
}

TEST(SweepGroup, names_the_first_failing_seed_of_each_property) {
  // Wrong: the seed that is told would not show the failure.
  const SweepGroup group =
      group_of({passed(1), failed({{"later", 7, "r1"}}), failed({{"early", 2, "r2"}, {"later", 7, "r3"}})}, {2, 1, 0});
  ASSERT_EQ(group.failures.size(), 2u);
  EXPECT_EQ(group.failures[0], (SweepFailure{.property = "early", .runs = 1, .first_seed = 98, .reason = "r2"}));
  EXPECT_EQ(group.failures[1], (SweepFailure{.property = "later", .runs = 2, .first_seed = 99, .reason = "r1"}));
}

TEST(SweepGroup, is_headed_by_why_work_stayed_open_as_its_runs_are) {
  // Wrong: each run would name the event that it lost, and their table that they did not come to rest.
  RunSummary lost = failed({{"run_completed", 0, "open"}, {"no_event_lost", 5, "gone"}});
  lost.reason = "no_event_lost: gone";
  RunSummary open = failed({{"run_completed", 0, "open"}, {"later", 7, "r"}});
  open.reason = "run_completed: open";
  const SweepGroup headed = group_of({lost, passed(1)}, {0, 1});
  ASSERT_EQ(headed.failures.size(), 2u);
  EXPECT_EQ(headed.failures[0].property, "no_event_lost");
  EXPECT_EQ(headed.failures[1].property, "run_completed");
  const SweepGroup both = group_of({lost, open}, {0, 1});
  ASSERT_EQ(both.failures.size(), 3u);
  EXPECT_EQ(both.failures[0].property, "run_completed") << "one of its runs is headed by it";
  EXPECT_EQ(both.failures[0].runs, 2u);
  EXPECT_EQ(both.failures[2].property, "later");
}

/// A run without rest that is headed by why: in it work stayed open, and a command was answered twice or not at all.
RunSummary headed_by_why(bool answered_twice) {
  const auto failing = [](const char* name, bool at_end) {
    return PropertyResult{.name = name, .meaning = {}, .verdict = Verdict::fail, .reason = "r",
                          .violations = {{.at = SimTime(Duration(1)),
                                          .reason = "r",
                                          .evidence = {},
                                          .at_end = at_end}}};
  };
  RunResult run{.run = {}, .verdict = Verdict::fail, .reason = "no_deadlock: r", .properties = {}, .metrics = {}};
  run.properties = {failing("run_completed", true), failing("command_answered_once", !answered_twice),
                    failing("no_deadlock", false), failing("within_memory", true)};
  run.quiet = false;
  return summary_of(run);
}

std::vector<std::string> failing_in(const SweepGroup& group) {
  std::vector<std::string> names;
  for (const SweepFailure& each : group.failures) names.push_back(each.property);
  return names;
}

TEST(SweepGroup, takes_a_command_that_was_answered_twice_for_no_sign_of_open_work) {
  // Wrong: a fault of the design would stand last, behind what came of another.
  const std::vector<std::string> own{"no_deadlock", "within_memory", "command_answered_once", "run_completed"};
  EXPECT_EQ(failing_in(group_of({headed_by_why(true)}, {0})), own);
  const std::vector<std::string> open{"no_deadlock", "within_memory", "run_completed", "command_answered_once"};
  EXPECT_EQ(failing_in(group_of({headed_by_why(false)}, {0})), open);
  const SweepGroup both = group_of({headed_by_why(false), headed_by_why(true)}, {1, 0});
  EXPECT_EQ(failing_in(both), own) << "with one seed it is a failure of its own";
  EXPECT_EQ(both.failures[2].runs, 2u) << "and one property in either run";
  EXPECT_EQ(both.failures[2].first_seed, 100u);
}

TEST(SweepGroup, is_headed_by_what_failed_where_why_could_not_be_proven) {
  // Wrong: a property that only suspects would push what failed behind.
  RunSummary suspected = failed({{"run_completed", 0, "open"}, {"later", 7, "r"}});
  suspected.reason = "no_deadlock: waiting in a circle; run_completed: open";
  EXPECT_EQ(failing_in(group_of({suspected}, {0})), (std::vector<std::string>{"run_completed", "later"}));
}

TEST(SweepGroup, keeps_of_each_seed_what_it_is_asked_to_keep) {
  // Wrong: two designs could not be compared seed by seed, or a sweep of thousands would keep everything.
  SweepGroupBuilder builder({7, 8}, {"rate", "nothing"});
  builder.add(1, {.verdict = Verdict::pass, .reason = {}, .digest = "d", .failed = {},
                  .measures = {{"rate", 2}, {"other", 3}}});
  builder.add(0, broken_run("killed"));
  const SweepGroup group = builder.finish();
  EXPECT_EQ(group.seeds[0].measures, (std::map<std::string, double>{}));
  EXPECT_EQ(group.seeds[1].measures, (std::map<std::string, double>{{"rate", 2}}));
  EXPECT_EQ(group_of({passed(1)}, {0}).seeds[0].measures.size(), 0u);
}

TEST(SweepGroup, is_the_same_in_whatever_order_its_runs_end) {
  // Wrong: two machines would tell two results of one sweep.
  const std::vector<RunSummary> runs{passed(3), failed({{"a", 1, "r1"}}), broken_run("killed"), passed(1),
                                     failed({{"a", 1, "r2"}, {"b", 0, "r3"}})};
  std::vector<std::size_t> order{0, 1, 2, 3, 4};
  const SweepGroup first = group_of(runs, order);
  while (std::ranges::next_permutation(order).found) EXPECT_EQ(group_of(runs, order), first);
}

}  // namespace
}  // namespace crisper::properties
