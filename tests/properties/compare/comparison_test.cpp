#include "properties/compare/comparison.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace crisper::properties {
namespace {

constexpr std::size_t seed_count = 10;

/// What a design measured with seed n: this, plus a part of the seed that is the same for all designs.
using Measures = std::map<std::string, std::vector<double>>;

std::vector<double> about(double value, double wobble = 0) {
  std::vector<double> values;
  for (std::size_t seed = 0; seed < seed_count; ++seed) {
    values.push_back(value + static_cast<double>(seed * seed) + (seed % 2 == 0 ? wobble : -wobble));
  }
  return values;
}

struct DesignRuns {
  std::string name;
  Measures measures;
  Verdict worst = Verdict::pass;
};

SweepResult sweep_of(const std::vector<DesignRuns>& designs) {
  SweepResult sweep{.scenario = "s", .axes = {{.path = "design.x", .values = {}}}, .seeds = {}, .groups = {}};
  for (std::size_t seed = 0; seed < seed_count; ++seed) sweep.seeds.push_back(seed + 1);
  for (const DesignRuns& each : designs) {
    sweep.axes[0].values.push_back(each.name);
    SweepGroupBuilder builder(sweep.seeds, compared_measures());
    for (std::size_t seed = 0; seed < seed_count; ++seed) {
      RunSummary run{.verdict = seed == 3 ? each.worst : Verdict::pass,
                     .reason = {}, .digest = "d", .failed = {}, .measures = {}};
      for (const auto& [name, values] : each.measures) run.measures[name] = values[seed];
      builder.add(seed, std::move(run));
    }
    sweep.groups.push_back(builder.finish());
    sweep.groups.back().settings = {{"design.x", each.name}};
  }
  return sweep;
}

DesignRuns runs_of(std::string name, double rate, double p99, double messages, double wobble = 0.1) {
  return {std::move(name),
          {{"commands_per_second", about(rate, wobble)},
           {"command_latency.p99_ns", about(p99, wobble)},
           {"messages_per_command", about(messages, wobble)}}};
}

std::vector<std::pair<std::uint32_t, std::string>> ranks(const Comparison& comparison) {
  std::vector<std::pair<std::uint32_t, std::string>> all;
  for (const ComparedDesign& each : comparison.designs) all.emplace_back(each.rank, each.name);
  return all;
}

using Ranks = std::vector<std::pair<std::uint32_t, std::string>>;

TEST(Comparison, a_design_that_fails_or_is_unknown_ranks_below_and_is_never_called_faster) {
  // Wrong: a design that is fast since it is wrong would be chosen.
  DesignRuns wrong = runs_of("wrong", 9'000, 10, 1), open = runs_of("open", 8'000, 20, 2);
  wrong.worst = Verdict::fail;
  open.worst = Verdict::unknown;
  const Comparison made = compare_designs(sweep_of({wrong, open, runs_of("slow", 100, 900, 50)}));
  EXPECT_EQ(ranks(made), (Ranks{{1, "slow"}, {0, "open"}, {0, "wrong"}}));
  EXPECT_EQ(made.reference, 0u);
  EXPECT_EQ(made.intervals, 0u);
  for (const std::size_t unsafe : {1, 2}) {
    EXPECT_TRUE(made.designs[unsafe].means.empty());
    EXPECT_TRUE(made.designs[unsafe].differences.empty());
    EXPECT_TRUE(made.designs[unsafe].best_in.empty());
  }
  EXPECT_FALSE(made.designs[0].outdone_by);
}

TEST(Comparison, throughput_decides_before_latency_and_latency_before_cost) {
  const Comparison made = compare_designs(
      sweep_of({runs_of("cheap", 500, 300, 5), runs_of("quick", 500, 100, 9), runs_of("strong", 900, 900, 90)}));
  EXPECT_EQ(ranks(made), (Ranks{{1, "strong"}, {2, "quick"}, {3, "cheap"}}));
  EXPECT_EQ(made.designs[made.reference.value()].name, "cheap");
}

TEST(Comparison, what_may_be_chance_is_noise_and_shares_a_rank) {
  // Wrong: a coin that fell would be an order.
  const Comparison made = compare_designs(sweep_of({runs_of("a", 500, 300, 5, 20), runs_of("b", 501, 303, 5.1, -20)}));
  EXPECT_EQ(ranks(made), (Ranks{{1, "a"}, {1, "b"}}));
  for (const Difference& each : made.designs[1].differences) EXPECT_EQ(each.standing, Standing::noise);
  EXPECT_FALSE(made.designs[0].never_best || made.designs[1].never_best) << "nothing tells them apart";
}

TEST(Comparison, a_difference_below_the_margin_decides_nothing) {
  // Wrong: a thousandth of the throughput would stand above twice the latency.
  const SweepResult sweep = sweep_of({runs_of("more", 1'001, 2'000, 5), runs_of("quick", 1'000, 1'000, 5)});
  const Comparison made = compare_designs(sweep);
  EXPECT_EQ(ranks(made), (Ranks{{1, "quick"}, {2, "more"}}));
  EXPECT_EQ(made.designs[0].differences[0].standing, Standing::level);
  EXPECT_EQ(made.designs[0].differences[1].standing, Standing::better);
  EXPECT_EQ(ranks(compare_designs(sweep, {.margin = 0})), (Ranks{{1, "more"}, {2, "quick"}}));
}

TEST(Comparison, a_mean_decides_where_quantiles_are_alike) {
  // Wrong: of two designs with one tail, that which keeps everybody else waiting twice as long is as good.
  DesignRuns slow = runs_of("slow", 500, 900, 5), quick = runs_of("quick", 500, 900, 5);
  for (DesignRuns* each : {&slow, &quick}) each->measures["command_latency.p50_ns"] = about(300, 0.1);
  slow.measures["command_latency.mean_ns"] = about(600, 0.1);
  quick.measures["command_latency.mean_ns"] = about(300, 0.1);
  const Comparison made = compare_designs(sweep_of({slow, quick}));
  EXPECT_EQ(ranks(made), (Ranks{{1, "quick"}, {2, "slow"}}));
  EXPECT_EQ(made.criteria, (std::vector<std::string>{"commands/s", "latency p99", "latency p50", "latency mean",
                                                     "messages/command"}));
}

TEST(Comparison, a_tail_decides_before_a_mean) {
  // Wrong: a design with a good mean, and one customer in a hundred who waits for ever, comes first.
  DesignRuns even = runs_of("even", 500, 500, 5), uneven = runs_of("uneven", 500, 900, 5);
  even.measures["command_latency.mean_ns"] = about(400, 0.1);
  uneven.measures["command_latency.mean_ns"] = about(100, 0.1);
  EXPECT_EQ(ranks(compare_designs(sweep_of({uneven, even}))), (Ranks{{1, "even"}, {2, "uneven"}}));
}

TEST(Comparison, what_is_a_time_is_compared_by_its_tail_and_by_its_mean) {
  // Wrong: a criterion is added by a quantile alone, and nobody learns what is usual.
  std::vector<std::string> tails, means;
  for (const Criterion& each : all_criteria()) {
    if (each.unit != Criterion::Unit::time) continue;
    const std::string measure(each.measure);
    const std::string base = measure.substr(0, measure.rfind('.'));
    if (measure == base + ".p99_ns") tails.push_back(base);
    if (measure == base + ".mean_ns") means.push_back(base);
  }
  EXPECT_EQ(tails, (std::vector<std::string>{"command_latency", "staleness"}));
  EXPECT_EQ(means, tails);
}

TEST(Comparison, names_what_is_best_in_what_and_what_never_is) {
  // Wrong: a board would keep a design that nothing speaks for.
  const Comparison made = compare_designs(sweep_of({runs_of("quick", 500, 100, 90), runs_of("cheap", 500, 400, 10),
                                                    runs_of("neither", 500, 900, 100)}));
  ASSERT_EQ(ranks(made), (Ranks{{1, "quick"}, {2, "cheap"}, {3, "neither"}}));
  EXPECT_EQ(made.designs[0].best_in, (std::vector<std::size_t>{1}));
  EXPECT_EQ(made.designs[1].best_in, (std::vector<std::size_t>{2}));
  EXPECT_EQ(made.criteria[2], "messages/command");
  EXPECT_TRUE(made.designs[2].never_best);
  EXPECT_EQ(made.designs[2].outdone_by, "quick");
  EXPECT_FALSE(made.designs[0].outdone_by || made.designs[1].outdone_by);
}

TEST(Comparison, is_worth_nothing_with_one_seed_and_says_so) {
  SweepResult sweep = sweep_of({runs_of("a", 500, 300, 5), runs_of("b", 900, 100, 1)});
  sweep.seeds.resize(1);
  for (SweepGroup& group : sweep.groups) group.seeds.resize(1);
  const Comparison made = compare_designs(sweep);
  EXPECT_EQ(ranks(made), (Ranks{{1, "a"}, {1, "b"}}));
  for (const Difference& each : made.designs[1].differences) EXPECT_EQ(each.standing, Standing::unknown);
}

TEST(Comparison, what_a_design_has_not_measured_is_not_told_and_not_best) {
  DesignRuns blind = runs_of("blind", 500, 300, 5);
  blind.measures.erase("command_latency.p99_ns");
  const Comparison made = compare_designs(sweep_of({runs_of("a", 500, 300, 5), blind, runs_of("late", 500, 900, 5)}));
  const ComparedDesign& told = *std::ranges::find(made.designs, "blind", &ComparedDesign::name);
  EXPECT_FALSE(told.means[1]);
  EXPECT_EQ(told.differences[1].standing, Standing::unknown);
  EXPECT_EQ(told.best_in, std::vector<std::size_t>{});
}

TEST(Comparison, without_a_safe_design_ranks_nobody) {
  DesignRuns wrong = runs_of("wrong", 9'000, 10, 1);
  wrong.worst = Verdict::fail;
  const Comparison made = compare_designs(sweep_of({wrong}));
  EXPECT_EQ(ranks(made), (Ranks{{0, "wrong"}}));
  EXPECT_FALSE(made.reference);
}

TEST(Comparison, names_designs_by_what_varies) {
  EXPECT_EQ(design_name({{"design.x", "a"}}), "a");
  EXPECT_EQ(design_name({{"design.x", "a"}, {"design.y", "2"}}), "design.x=a, design.y=2");
  EXPECT_EQ(design_name({}), "this design");
}

}  // namespace
}  // namespace crisper::properties
