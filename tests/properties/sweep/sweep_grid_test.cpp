#include "properties/sweep/sweep_grid.hpp"

#include <gtest/gtest.h>

#include "properties/vocabulary.hpp"
#include "sim/scenario/parse.hpp"

namespace crisper::properties {
namespace {

sim::Scenario scenario_with(const std::string& lines) {
  const auto scenario = sim::parse_scenario("crisper: 1\nname: test\n" + lines);
  EXPECT_TRUE(scenario) << (scenario ? "" : scenario.error().text());
  return scenario ? *scenario : sim::Scenario{};
}

Result<SweepGrid, std::string> grid_of(const sim::Scenario& scenario) {
  return SweepGrid::of(scenario, scenario_vocabulary());
}

TEST(SweepGrid, is_the_product_of_all_axes_with_the_last_going_fastest) {
  // Wrong: a combination would be left out, or the rows would come in another order each time.
  const auto grid = grid_of(scenario_with(
      "sweep: {design.ownership.strategy: [row_lock, none], seed: 5..7, design.command_queue.handlers: [2, 4, 8]}\n"));
  ASSERT_TRUE(grid);
  EXPECT_EQ(grid->groups(), 6u);
  EXPECT_EQ(grid->points(), 18u);
  EXPECT_EQ(grid->seeds(), (std::vector<std::uint64_t>{5, 6, 7}));
  std::vector<std::string> seen;
  for (std::size_t group = 0; group < grid->groups(); ++group) {
    const auto settings = grid->settings(group);
    seen.push_back(settings.at(0).value + " " + settings.at(1).value);
    const auto scenario = grid->scenario(group);
    ASSERT_TRUE(scenario);
    EXPECT_EQ(std::to_string(scenario->design.command_queue.handlers), settings[1].value);
    EXPECT_EQ(scenario->design.ownership.strategy == OwnershipStrategy::none, settings[0].value == "none");
    EXPECT_TRUE(scenario->sweep.empty());
  }
  EXPECT_EQ(seen, (std::vector<std::string>{"row_lock 2", "row_lock 4", "row_lock 8", "none 2", "none 4", "none 8"}));
}

TEST(SweepGrid, sweeps_whole_lists_of_faults) {
  // Wrong: designs could not be compared with and without what goes wrong.
  const auto grid = grid_of(scenario_with("sweep: {faults: [[], [{loss: 1%}, {duplicate: 2%}]]}\n"));
  ASSERT_TRUE(grid);
  EXPECT_EQ(grid->scenario(0)->faults.size(), 0u);
  EXPECT_EQ(grid->scenario(1)->faults.size(), 2u);
}

TEST(SweepGrid, without_seeds_takes_the_scenario_s_own) {
  // Wrong: a sweep over designs alone would be empty, or would run another seed than `run` does.
  const auto grid = grid_of(scenario_with("seed: 42\nsweep: {design.command_queue.handlers: [2, 4]}\n"));
  ASSERT_TRUE(grid);
  EXPECT_EQ(grid->seeds(), (std::vector<std::uint64_t>{42}));
  const auto only_seeds = grid_of(scenario_with("sweep: {seed: [3, 1]}\n"));
  ASSERT_TRUE(only_seeds);
  EXPECT_EQ(only_seeds->groups(), 1u);
  EXPECT_TRUE(only_seeds->settings(0).empty());
  EXPECT_EQ(only_seeds->seeds(), (std::vector<std::uint64_t>{3, 1}));
}

TEST(SweepGrid, of_a_scenario_that_sweeps_nothing_is_refused) {
  // Wrong: one run would be told as a sweep.
  const auto grid = grid_of(scenario_with(""));
  ASSERT_FALSE(grid);
  EXPECT_NE(grid.error().find("no `sweep:` section"), std::string::npos);
}

TEST(SweepGrid, says_which_values_exclude_each_other_before_anything_runs) {
  // Wrong: hours later some points would turn out never to have been possible.
  const auto grid = grid_of(scenario_with(
      "faults: [{loss: 1%}]\nsweep: {workload.orders.rate: [10/s, 1000/s], workload.orders.for: [1s, 2h]}\n"));
  ASSERT_FALSE(grid);
  EXPECT_TRUE(grid.error().starts_with("sweep: workload.orders.rate=1000/s, workload.orders.for=2h: workload: about"))
      << grid.error();
}

TEST(SweepGrid, leaves_out_what_cannot_be_had_where_the_section_says_so) {
  // Wrong: one combination that excludes itself would take a whole comparison with it, or would go without a word.
  const std::string axes = "design.ownership.strategy: [optimistic, reliable_inbox], "
                           "design.publication.method: [outbox, dual_write]}\n";
  const auto refused = grid_of(scenario_with("sweep: {" + axes));
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().find("`refused: leave_out`"), std::string::npos) << refused.error();
  const auto grid = grid_of(scenario_with("sweep: {refused: leave_out, " + axes));
  ASSERT_TRUE(grid) << grid.error();
  EXPECT_EQ(grid->groups(), 3u);
  ASSERT_EQ(grid->left_out().size(), 1u);
  EXPECT_EQ(grid->left_out()[0].settings,
            (std::vector<SweepSetting>{{"design.ownership.strategy", "reliable_inbox"},
                                       {"design.publication.method", "dual_write"}}));
  EXPECT_EQ(grid->settings(2)[0].value, "reliable_inbox");
  EXPECT_EQ(grid->scenario(2)->design.publication.method, PublicationMethod::outbox);
  // A value that nothing goes with is a slip.
  const auto slip = grid_of(scenario_with("sweep: {refused: leave_out, design.ownership.strategy: [optimistic, non]}"));
  ASSERT_FALSE(slip);
  EXPECT_NE(slip.error().find("strategy=non is refused with everything else"), std::string::npos) << slip.error();
  EXPECT_FALSE(grid_of(scenario_with("sweep: {refused: leave_out, design.event_store.partitions: [70000]}")));
}

TEST(SweepGrid, applies_settings_that_only_go_together) {
  // Wrong: the order of the axes would decide whether a design can be had.
  const auto grid = grid_of(scenario_with("sweep: {design.event_store.database: [file], "
                                          "design.event_store.backend: [sqlite], refused: leave_out}\n"));
  ASSERT_TRUE(grid) << grid.error();
  EXPECT_EQ(grid->groups(), 1u);
}

TEST(SweepGrid, takes_several_scenarios_as_its_first_axis) {
  // Wrong: designs that are files of their own could not be run side by side.
  sim::Scenario locks = scenario_with("sweep: {seed: [3, 4], design.command_queue.handlers: [2, 5]}\n");
  sim::Scenario free = scenario_with("design: {ownership: {strategy: optimistic}}\nsweep: {seed: [9]}\n");
  const auto grid = SweepGrid::of_several({{"locks", locks}, {"free", free}}, scenario_vocabulary());
  ASSERT_TRUE(grid) << grid.error();
  EXPECT_EQ(grid->groups(), 4u);
  EXPECT_EQ(grid->seeds(), (std::vector<std::uint64_t>{3, 4}));
  EXPECT_EQ(grid->settings(2),
            (std::vector<SweepSetting>{{"scenario", "free"}, {"design.command_queue.handlers", "2"}}));
  EXPECT_EQ(grid->scenario(3)->design.ownership.strategy, OwnershipStrategy::optimistic);
  EXPECT_EQ(grid->scenario(3)->design.command_queue.handlers, 5u);
  EXPECT_NE(grid->scenario(1)->design.ownership.strategy, OwnershipStrategy::optimistic);
  EXPECT_TRUE(grid->scenario(3)->sweep.empty());
}

TEST(SweepGrid, has_a_limit_whoever_made_the_axes) {
  // Wrong: a slip on the command line would start a million runs.
  sim::Scenario scenario = scenario_with("sweep: {seed: 1..100000}\n");
  scenario.sweep.push_back({.path = "design.command_queue.handlers", .values = {"2", "4"}});
  const auto grid = grid_of(scenario);
  ASSERT_FALSE(grid);
  EXPECT_EQ(grid.error(), "sweep: 200000 points or more; at most 100000");
  scenario.sweep = {{.path = "design.ownership.strateg", .values = {"none"}}};
  EXPECT_NE(grid_of(scenario).error().find("did you mean 'strategy'?"), std::string::npos);
  scenario.sweep = {{.path = "seed", .values = {"one"}}};
  EXPECT_FALSE(grid_of(scenario));
  scenario.sweep = {{.path = "seed", .values = {}}};
  EXPECT_FALSE(grid_of(scenario));
}

}  // namespace
}  // namespace crisper::properties
