#include "properties/compare/parting.hpp"

#include <gtest/gtest.h>

#include <signal.h>

#include "properties/compare/footprints.hpp"
#include "properties/vocabulary.hpp"
#include "sim/scenario/parse.hpp"

namespace crisper::properties {
namespace {

SweepGrid parting_grid(const std::string& sweep) {
  const auto scenario = sim::parse_scenario(
      "crisper: 1\nname: test\nworkload: {orders: {rate: 20/s, for: 1s}}\nsweep: " + sweep + "\n", {},
      scenario_vocabulary());
  EXPECT_TRUE(scenario) << (scenario ? "" : scenario.error().text());
  return *SweepGrid::of(*scenario, scenario_vocabulary());
}

TEST(Parting, names_the_first_thing_that_differs_in_both) {
  // Wrong: somebody would look for the difference in the whole of two runs.
  const SweepGrid grid = parting_grid("{seed: [4, 5], design.ownership.strategy: [row_lock, optimistic]}");
  const std::vector<Parting> partings = find_partings(grid, 0, {.engine = "fast", .at_once = 2});
  ASSERT_EQ(partings.size(), 1u);
  const Parting& parting = partings[0];
  EXPECT_EQ(parting.reference, "row_lock");
  EXPECT_EQ(parting.other, "optimistic");
  EXPECT_EQ(parting.seed, 4u);
  EXPECT_EQ(parting.trouble, "");
  EXPECT_FALSE(parting.are_alike());
  EXPECT_GT(parting.alike, 0u) << "the first command comes to both";
  EXPECT_NE(parting.reference_says, parting.other_says);
}

TEST(Parting, is_none_where_a_switch_changes_nothing) {
  // Wrong: two wirings of one behaviour would be told apart by ids.
  const SweepGrid grid = parting_grid("{seed: [4], run.step_limit: [1000000, 1000001]}");
  const std::vector<Parting> partings = find_partings(grid, 1, {.engine = "fast"});
  ASSERT_EQ(partings.size(), 1u);
  EXPECT_TRUE(partings[0].are_alike()) << partings[0].reference_says << partings[0].trouble;
  EXPECT_GT(partings[0].alike, 10u);
}

TEST(Parting, of_a_run_that_dies_is_not_known_and_says_why) {
  const SweepGrid grid = parting_grid("{seed: [4], design.command_queue.handlers: [2, 3]}");
  SweepOptions options{.engine = "fast"};
  options.run = [](const sim::Scenario& scenario, const ScenarioRunOptions& how) -> Result<ScenarioRun, std::string> {
    if (scenario.design.command_queue.handlers == 3) ::raise(SIGKILL);
    return run_scenario(scenario, how);
  };
  const std::vector<Parting> partings = find_partings(grid, 0, options);
  ASSERT_EQ(partings.size(), 1u);
  EXPECT_NE(partings[0].trouble.find("signal 9"), std::string::npos) << partings[0].trouble;
  options.is_interrupted = [] { return true; };
  EXPECT_NE(find_partings(grid, 0, options)[0].trouble.find("interrupted"), std::string::npos);
}

SimTime ns_after(std::int64_t ns) { return sim_start + Duration(ns); }

Observation appended_by(std::int64_t version, std::int64_t b, SimTime at) {
  return {.kind = ObservationKind::command_handled, .at = at, .process = ProcessId{1}, .a = version, .b = b};
}

StepFields fields_told(const Observation& seen) {
  const Names names;
  StepTeller teller(0);
  teller.begin(names);
  teller.observe(seen, ObservationId{1});
  return teller.fields();
}

TEST(StepTeller, says_what_its_words_leave_out) {
  // Wrong: a reader would be shown two equal lines as the place where two runs part.
  const StepFields first = fields_told(appended_by(1, 0, ns_after(5)));
  const StepFields same = fields_told(appended_by(1, 0, ns_after(5)));
  EXPECT_EQ(what_differs(first, same), "");
  const ObservationKindInfo& kind = info(ObservationKind::command_handled);
  const std::string a(kind.a.empty() ? "a" : kind.a), b(kind.b.empty() ? "b" : kind.b);
  EXPECT_EQ(what_differs(first, fields_told(appended_by(2, 0, ns_after(5)))), a + ": 1");
  EXPECT_EQ(what_differs(fields_told(appended_by(2, 0, ns_after(5))), first), a + ": 2");
  EXPECT_EQ(what_differs(first, fields_told(appended_by(1, 7, ns_after(6)))), "time: 5ns, " + b + ": 0");
  const StepFields none;
  EXPECT_EQ(what_differs(none, first), "") << "a run that was over says nothing";
}

TEST(Parting, shows_no_two_equal_lines) {
  // Wrong: of a window of polling that shifts what is waited for, both lines read the same.
  const SweepGrid grid = parting_grid("{seed: [4], design.command_queue.handlers: [1, 2, 3, 4], "
                                      "design.ownership.strategy: [row_lock, optimistic, none]}");
  for (const Parting& each : find_partings(grid, 0, {.engine = "fast", .at_once = 2})) {
    if (each.are_alike()) continue;
    EXPECT_EQ(each.trouble, "");
    EXPECT_NE(each.reference_says, each.other_says) << each.other;
  }
}

TEST(Footprints, leave_out_how_a_design_is_wired) {
  EXPECT_FALSE(is_about_work(ObservationKind::message_sent));
  EXPECT_FALSE(is_about_work(ObservationKind::process_started));
  EXPECT_TRUE(is_about_work(ObservationKind::command_accepted));
  EXPECT_TRUE(is_about_work(ObservationKind::event_appended));
  EXPECT_TRUE(is_about_work(ObservationKind::process_crashed));
}

}  // namespace
}  // namespace crisper::properties
