#include "properties/sweep/sweep.hpp"

#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <map>
#include <new>
#include <string>
#include <vector>

#include "properties/vocabulary.hpp"
#include "sim/scenario/parse.hpp"

namespace crisper::properties {
namespace {

/// A second of a small fridge, with and without the inbox that keeps duplicates out of the catalogue.
SweepGrid small_grid(const std::string& sweep) {
  const auto scenario = sim::parse_scenario(
      "crisper: 1\nname: test\nworkload: {orders: {rate: 20/s, for: 1s}}\n"
      "faults: [{duplicate: 30%, on: {to: catalog}}]\nsweep: " +
          sweep + "\n",
      {}, scenario_vocabulary());
  EXPECT_TRUE(scenario) << (scenario ? "" : scenario.error().text());
  return *SweepGrid::of(*scenario, scenario_vocabulary());
}

TEST(Sweep, compares_designs_by_what_their_runs_came_to) {
  // Wrong: the unsafe design would look as good as the safe one.
  const SweepGrid grid = small_grid("{seed: 1..3, design.consumers.catalog.inbox: [on, off]}");
  const SweepResult result = run_sweep(grid, {.engine = "fast", .at_once = 2});
  ASSERT_EQ(result.groups.size(), 2u);
  EXPECT_EQ(result.groups[0].passed, 3u);
  EXPECT_EQ(result.groups[0].settings.at(0).value, "on");
  EXPECT_EQ(result.groups[0].engine, "fast");
  EXPECT_GT(result.groups[0].measures.at("commands_per_second").median, 0);
  EXPECT_EQ(result.groups[1].failed, 3u);
  EXPECT_EQ(result.groups[1].failures.at(0).property, "projection_matches_log");
  EXPECT_EQ(result.verdict(), Verdict::fail);
}

TEST(Sweep, runs_what_run_would_run) {
  // Wrong: the command that is told to reproduce a failure would show another run.
  const SweepGrid grid = small_grid("{seed: [4], design.command_queue.handlers: [2, 3]}");
  const SweepResult result = run_sweep(grid, {.engine = "fast"});
  for (std::size_t group = 0; group < grid.groups(); ++group) {
    const auto alone = run_scenario(*grid.scenario(group), {.seed = 4, .engine = "fast"});
    ASSERT_TRUE(alone);
    EXPECT_EQ(result.groups[group].seeds.at(0).digest, summary_of(alone->result).digest);
  }
  EXPECT_NE(result.groups[0].seeds[0].digest, result.groups[1].seeds[0].digest);
}

TEST(Sweep, makes_only_the_runs_that_it_does_not_know) {
  // Wrong: what was stopped would begin anew, or what is told of it would not be what a whole sweep tells.
  const SweepGrid grid = small_grid("{seed: 1..3, design.command_queue.handlers: [2, 3]}");
  std::map<std::size_t, RunSummary> made;
  SweepOptions options{.engine = "fast"};
  options.on_summary = [&](std::size_t point, const RunSummary& summary) { made[point] = summary; };
  const SweepResult whole = run_sweep(grid, options);
  ASSERT_EQ(made.size(), 6u);
  const std::map<std::size_t, RunSummary> half{{1, made[1]}, {3, made[3]}, {4, made[4]}};
  made.clear();
  options.known = [&](std::size_t point) {
    const auto found = half.find(point);
    return found == half.end() ? nullptr : &found->second;
  };
  EXPECT_EQ(run_sweep(grid, options), whole);
  EXPECT_EQ(made.size(), 3u);
  for (const std::size_t point : {0u, 2u, 5u}) EXPECT_TRUE(made.contains(point)) << point;
  // Put together from parts, of which one is missing: nothing is run, and what lacks says so.
  made.clear();
  options.is_interrupted = [] { return true; };
  options.why_not_made = "missing: shard 2/2";
  const SweepResult parts = run_sweep(grid, options);
  EXPECT_TRUE(made.empty());
  EXPECT_EQ(parts.not_made, 3u);
  EXPECT_NE(parts.verdict(), Verdict::pass);
  EXPECT_EQ(parts.groups[0].seeds[0].reason, "not made: missing: shard 2/2");
  EXPECT_EQ(parts.groups[0].seeds[1].digest, half.at(1).digest);
}

TEST(Sweep, with_a_flaw_never_passes) {
  SweepResult result{.scenario = "x", .axes = {}, .seeds = {1}, .groups = {}};
  result.groups.emplace_back().passed = 1;
  EXPECT_EQ(result.verdict(), Verdict::pass);
  result.flaw = "given more than once: shard 1/2";
  EXPECT_EQ(result.verdict(), Verdict::unknown);
  result.groups[0].failed = 1;
  EXPECT_EQ(result.verdict(), Verdict::fail) << "what failed has failed";
}

TEST(SweepGrid, has_shards_with_other_seeds_and_the_same_designs) {
  const SweepGrid grid = small_grid("{seed: 1..5, design.command_queue.handlers: [2, 3]}");
  const SweepGrid shard = grid.with_seeds({2, 5});
  EXPECT_EQ(shard.seeds(), (std::vector<std::uint64_t>{2, 5}));
  EXPECT_EQ(shard.points(), 4u);
  EXPECT_EQ(shard.settings(1), grid.settings(1));
  EXPECT_EQ(grid.seeds().size(), 5u);
}

TEST(Sweep, is_the_same_however_many_run_at_once) {
  // Wrong: a result would depend on the machine.
  const SweepGrid grid = small_grid("{design.consumers.catalog.inbox: [on, off], seed: 1..4}");
  std::vector<std::size_t> done;
  const SweepResult one =
      run_sweep(grid, {.engine = "fast", .at_once = 1, .on_run = [&](const SweepProgress& progress) {
                         done.push_back(progress.done);
                         EXPECT_EQ(progress.points, 8u);
                       }});
  EXPECT_EQ(done, (std::vector<std::size_t>{1, 2, 3, 4, 5, 6, 7, 8}));
  EXPECT_EQ(run_sweep(grid, {.engine = "fast", .at_once = 3}), one);
  EXPECT_EQ(run_sweep(grid, {.engine = "fast", .at_once = 50}), one);
}

TEST(Sweep, runs_simgrid_as_often_as_it_likes) {
  // Wrong: an engine that exists once per process would run only the first point.
  const SweepResult result = run_sweep(small_grid("{seed: 1..2, engine: [fast, simgrid]}"), {.engine = "fast"});
  EXPECT_EQ(result.groups.at(0).engine, "fast");
  EXPECT_EQ(result.groups.at(1).engine, "simgrid");
  for (const SweepGroup& group : result.groups) EXPECT_EQ(group.passed, 2u) << group.engine;
}

TEST(Sweep, makes_a_run_that_was_killed_once_more) {
  // Wrong: one kill from outside makes a sweep unknown, where a hunt makes the run again.
  std::string mark = (std::filesystem::temp_directory_path() / "crisper-sweep-XXXXXX").string();
  ASSERT_NE(::mkdtemp(mark.data()), nullptr);
  SweepOptions options{.engine = "fast", .at_once = 2};
  options.run = [&](const sim::Scenario& scenario, const ScenarioRunOptions& how) {
    if (how.seed == 2 && std::filesystem::remove(mark)) ::raise(SIGKILL);
    return run_scenario(scenario, how);
  };
  const SweepResult result = run_sweep(small_grid("{seed: 1..3}"), options);
  EXPECT_EQ(result.groups.at(0).passed, 3u);
  EXPECT_EQ(result.machine_trouble, "");
}

TEST(Sweep, a_run_that_dies_is_unknown_and_the_others_go_on) {
  // Wrong: one crash would cost the whole sweep, or count as a pass.
  SweepOptions options{.engine = "fast", .at_once = 2};
  options.run = [](const sim::Scenario& scenario, const ScenarioRunOptions& how) -> Result<ScenarioRun, std::string> {
    switch (how.seed) {
      case 1:
        ::raise(SIGKILL);
        break;
      case 2:
        throw std::bad_alloc();
      case 3:
        ::_exit(0);
      case 4:
        return failure(std::string("no such platform"));
      default:
        break;
    }
    return run_scenario(scenario, how);
  };
  const SweepResult result = run_sweep(small_grid("{seed: 1..5}"), options);
  const SweepGroup& group = result.groups.at(0);
  EXPECT_EQ(group.unknown, 4u);
  EXPECT_EQ(group.passed, 1u);
  EXPECT_EQ(group.verdict(), Verdict::unknown);
  EXPECT_EQ(group.seeds[0].reason, "the run's process was killed by signal 9 (Killed)");
  EXPECT_EQ(group.seeds[1].reason, "the run's process threw std::bad_alloc");
  EXPECT_EQ(group.seeds[2].reason, "the run's process exited with status 0");
  EXPECT_EQ(group.seeds[3].reason, "the run could not be made: no such platform");
  EXPECT_EQ(group.seeds[0].digest, "");
  EXPECT_EQ(group.measures.at("commands_per_second").runs, 1u);
}

}  // namespace
}  // namespace crisper::properties
