#include "properties/capacity/capacity.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "properties/capacity/capacity_search.hpp"
#include "properties/capacity/load_watch.hpp"
#include "properties/vocabulary.hpp"
#include "sim/scenario/parse.hpp"

namespace crisper::properties {
namespace {

const std::string rate_path_tried = "workload.orders.rate";
constexpr double server_rate = 100;

/// One rate under a server that does a hundred per second; where more comes, the queue grows for ten seconds.
SweepGroup group_at(double rate, Verdict verdict, std::size_t seeds = 3) {
  std::vector<std::uint64_t> numbers;
  for (std::size_t seed = 1; seed <= seeds; ++seed) numbers.push_back(seed);
  const double busy = std::min(rate / server_rate, 0.99);
  const double there = rate < server_rate ? busy / (1 - busy) : (rate - server_rate) * 5;
  SweepGroupBuilder builder(numbers);
  for (std::size_t place = 0; place < seeds; ++place) {
    RunSummary run{.verdict = place + 1 == seeds ? verdict : Verdict::pass, .reason = "open", .digest = "d",
                   .failed = {}, .measures = {}};
    if (run.verdict == Verdict::fail) run.failed.push_back({"command_latency p99 < 1s", 0, "too slow"});
    run.measures = {{"load.commands.there", there},
                    {"load.commands.arrivals", rate},
                    {"load.commands.departures", std::min(rate, server_rate)},
                    {"load.commands.stay_s", there / std::min(rate, server_rate)},
                    {"load.work.event-store", busy},
                    {"load.work.relay", busy / 2},
                    {"load.hands", 0.9}};
    builder.add(place, std::move(run));
  }
  SweepGroup group = builder.finish();
  group.settings = {{rate_path_tried, rate_text(rate)}};
  group.engine = "fast";
  return group;
}

SweepResult sweep_of_rates(std::vector<SweepGroup> groups) {
  SweepResult sweep{.scenario = "s", .axes = {{.path = rate_path_tried, .values = {}}}, .seeds = {1, 2, 3},
                    .groups = std::move(groups)};
  for (const SweepGroup& each : sweep.groups) sweep.axes[0].values.push_back(each.settings[0].value);
  return sweep;
}

constexpr RateRange asked_range{.lowest = 20, .highest = 500, .tolerance = 0.1};

TEST(Capacity, is_the_rate_below_the_first_that_fails_with_who_ends_it_and_the_law) {
  // Wrong: the one number that an architect asks for.
  const SweepResult sweep =
      sweep_of_rates({group_at(20, Verdict::pass), group_at(40, Verdict::pass), group_at(50, Verdict::pass),
                      group_at(80, Verdict::pass), group_at(92, Verdict::pass, 6), group_at(98, Verdict::fail),
                      group_at(160, Verdict::fail), group_at(320, Verdict::fail)});
  const Capacity made = capacity_of(sweep, rate_path_tried, asked_range);
  EXPECT_EQ(made.end, CapacityEnd::found);
  EXPECT_EQ(made.verdict(), Verdict::pass);
  EXPECT_FALSE(made.next);
  ASSERT_TRUE(made.highest_held && made.first_not_held && made.busiest && made.fit && made.knee);
  EXPECT_EQ(made.steps[*made.highest_held].rate, (TriedRate{92, Verdict::pass, true}));
  EXPECT_EQ(made.steps[*made.first_not_held].rate.per_second, 98);
  EXPECT_EQ(made.busiest->name, "event-store");
  EXPECT_NEAR(made.busiest->share, 0.98, 0.001);
  EXPECT_EQ(made.busiest->in_hands, 0.9);
  EXPECT_NEAR(made.fit->most_per_second().value(), server_rate, 3);
  EXPECT_NEAR(made.fit->sigma, 0.5, 0.05);
  EXPECT_EQ(made.steps[*made.knee].rate.per_second, 50);  // of one server the power is greatest at half its rate
  EXPECT_NEAR(made.steps[*made.highest_held].commands->little_error().value(), 0, 1e-9);
}

TEST(Capacity, says_how_a_search_ended) {
  const auto end = [](std::vector<SweepGroup> groups, bool is_stopped = false) {
    return capacity_of(sweep_of_rates(std::move(groups)), rate_path_tried, {20, 80, 0.1}, is_stopped).end;
  };
  EXPECT_EQ(end({group_at(20, Verdict::fail)}), CapacityEnd::none);
  EXPECT_EQ(end({group_at(20, Verdict::unknown)}), CapacityEnd::open);
  EXPECT_EQ(end({group_at(20, Verdict::pass), group_at(40, Verdict::pass), group_at(80, Verdict::pass, 6)}),
            CapacityEnd::at_least);
  EXPECT_EQ(end({group_at(20, Verdict::pass), group_at(40, Verdict::pass), group_at(72, Verdict::pass, 6),
                 group_at(76, Verdict::unknown), group_at(80, Verdict::fail)}),
            CapacityEnd::open_above);
  EXPECT_EQ(end({group_at(20, Verdict::pass), group_at(40, Verdict::pass)}), CapacityEnd::unfinished);
  EXPECT_EQ(end({group_at(20, Verdict::fail)}, true), CapacityEnd::unfinished);
  EXPECT_EQ(end({}), CapacityEnd::unfinished);
}

TEST(Capacity, a_load_that_is_over_before_it_is_carried_tells_nothing) {
  // Wrong: four hundred orders in a tenth of a second would pass for four thousand a second.
  const SweepResult sweep = sweep_of_rates({group_at(80, Verdict::pass), group_at(160, Verdict::pass)});
  const Capacity made = capacity_of(sweep, rate_path_tried, {80, 160, 0.1});
  EXPECT_FALSE(made.steps[0].too_short);
  EXPECT_TRUE(made.steps[1].too_short);
  EXPECT_EQ(made.steps[1].rate.verdict, Verdict::unknown);
  EXPECT_EQ(made.first_not_held, 1u);
}

TEST(Capacity, what_is_run_again_has_other_seeds) {
  EXPECT_EQ(confirming_seeds({1, 2, 3}), (std::vector<std::uint64_t>{4, 5, 6}));
  EXPECT_EQ(confirming_seeds({7}), (std::vector<std::uint64_t>{8}));
  const std::vector<std::uint64_t> last{18446744073709551615u, 4};
  EXPECT_EQ(confirming_seeds(last), (std::vector<std::uint64_t>{3, 5}));
}

/// One handler, which does some hundred commands a second: five for an order.
sim::Scenario small_rush() {
  const auto scenario = sim::parse_scenario(
      "crisper: 1\nname: test\nworkload: {orders: {rate: 20/s, for: 3s, fridges: 1}}\n"
      "design: {command_queue: {handlers: 1}}\nproperties: [all, {command_latency: p99 < 150ms}]\n",
      {}, scenario_vocabulary());
  EXPECT_TRUE(scenario) << (scenario ? "" : scenario.error().text());
  return *scenario;
}

TEST(CapacitySearch, goes_on_from_the_runs_that_it_has) {
  // Wrong: hours of runs would be lost with a machine, or the rest be told as something else.
  const CapacityPlan plan{.path = rate_path_tried, .range = {20, 2'000, 0.2}, .seeds = {1, 2}};
  std::map<RateRun, RunSummary> half;
  std::size_t runs = 0;
  CapacitySearchOptions options{.engine = "fast"};
  options.on_run = [&](const RateRun& run, const RunSummary& summary) {
    if (++runs <= 5) half[run] = summary;
  };
  const auto whole = find_capacity(small_rush(), plan, options);
  ASSERT_TRUE(whole) << whole.error();
  EXPECT_NE(whole->capacity.end, CapacityEnd::unfinished);
  EXPECT_GT(whole->sweep.groups.size(), 3u);

  std::size_t made = 0;
  CapacitySearchOptions later{.engine = "fast", .known = half};
  later.on_run = [&](const RateRun& run, const RunSummary&) {
    ++made;
    EXPECT_FALSE(half.contains(run));
  };
  const auto rest = find_capacity(small_rush(), plan, later);
  ASSERT_TRUE(rest) << rest.error();
  EXPECT_EQ(made, runs - half.size());
  EXPECT_EQ(rest->sweep, whole->sweep);
  EXPECT_EQ(rest->capacity, whole->capacity);
}

TEST(CapacitySearch, stops_where_it_is_told_to) {
  const CapacityPlan plan{.path = rate_path_tried, .range = {20, 2'000, 0.2}, .seeds = {1, 2}};
  std::size_t runs = 0;
  CapacitySearchOptions options{.engine = "fast"};
  options.on_run = [&](const RateRun&, const RunSummary&) { ++runs; };
  options.is_interrupted = [&] { return runs >= 3; };
  const auto found = find_capacity(small_rush(), plan, options);
  ASSERT_TRUE(found) << found.error();
  EXPECT_EQ(found->capacity.end, CapacityEnd::unfinished);
  EXPECT_EQ(found->capacity.verdict(), Verdict::unknown);
  EXPECT_EQ(found->sweep.groups.size(), 2u);
}

TEST(LoadWatch, measures_what_comes_where_it_waits_and_who_works) {
  const auto run = run_under_load(small_rush(), {.seed = 1, .engine = "fast"});
  ASSERT_TRUE(run) << run.error();
  const auto& rates = run->result.metrics.rates;
  // 48 orders in three seconds, five commands for each: the second before, after the fridges were filled, is no load.
  EXPECT_NEAR(rates.at("load.commands.arrivals"), 80, 10);
  EXPECT_GT(rates.at("load.commands.there"), 0);
  EXPECT_GT(rates.at("load.commands.stay_s"), 0);
  EXPECT_LE(rates.at("load.queue.there"), rates.at("load.commands.there"));
  EXPECT_LE(rates.at("load.hands"), 1);
  // Looking on changes nothing of the run.
  EXPECT_EQ(run->result.run.digest, run_scenario(small_rush(), {.seed = 1, .engine = "fast"})->result.run.digest);
}

}  // namespace
}  // namespace crisper::properties
