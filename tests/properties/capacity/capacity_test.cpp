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
#include "tests/properties/story.hpp"

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
                    {"load.commands.carried", std::min(1.0, server_rate / rate)},
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

TEST(Capacity, one_seed_that_is_not_carried_is_enough_to_tell_nothing) {
  // Wrong: of five seeds, two that drown would be outvoted, where one that fails is enough.
  SweepGroup group = group_at(80, Verdict::pass);
  group.measures["load.commands.carried"] = {.runs = 3, .median = 0.99, .least = 0.4, .most = 1};
  const Capacity made = capacity_of(sweep_of_rates({group}), rate_path_tried, {80, 160, 0.1});
  EXPECT_TRUE(made.steps[0].too_short);
  EXPECT_EQ(made.steps[0].commands->carried, 0.4);
}

/// As under a server, but of another rate than that of the commands, which come as they did: 50 a second, more or less.
SweepGroup group_of_queries(double rate) {
  SweepGroup group = group_at(50 + rate / 1'000, Verdict::pass);
  group.settings = {{rate_path_tried, rate_text(rate)}};
  return group;
}

TEST(Capacity, has_a_knee_and_a_law_only_where_commands_come_with_the_rate) {
  // Wrong: of a rate of queries, noise would be told as the knee, and as the law of the design.
  const Capacity queries = capacity_of(sweep_of_rates({group_of_queries(20), group_of_queries(40), group_of_queries(80),
                                                       group_of_queries(160), group_of_queries(320)}),
                                       rate_path_tried, asked_range);
  EXPECT_EQ(queries.commands_by, CommandsBy::something_else);
  EXPECT_FALSE(queries.knee || queries.fit);
  const Capacity two =
      capacity_of(sweep_of_rates({group_at(20, Verdict::pass), group_at(40, Verdict::pass)}), rate_path_tried,
                  asked_range);
  EXPECT_EQ(two.commands_by, CommandsBy::too_few_rates);
  EXPECT_FALSE(two.knee || two.fit);
  // Above what is carried, not all that clients send is taken.
  std::vector<SweepGroup> crowded{group_at(20, Verdict::pass), group_at(40, Verdict::pass), group_at(80, Verdict::pass),
                                  group_at(320, Verdict::fail)};
  crowded.back().measures["load.commands.arrivals"].median = 100;
  EXPECT_EQ(capacity_of(sweep_of_rates(crowded), rate_path_tried, asked_range).commands_by, CommandsBy::the_rate);
}

/// As group_at, where each seed kept what it measured: done per second, and the stay.
SweepGroup group_with_seeds(double rate, const std::vector<double>& stays) {
  SweepGroup group = group_at(rate, Verdict::pass, stays.size());
  for (std::size_t i = 0; i < stays.size(); ++i) {
    group.seeds[i].measures = {{"load.commands.departures", std::min(rate, server_rate)},
                               {"load.commands.stay_s", stays[i]}};
  }
  return group;
}

TEST(Capacity, says_how_far_seeds_disagree_about_the_knee) {
  // Wrong: a number that is another with the next seed would look as sure as the capacity.
  // Done per second over the stay: with seed 1 20, 800, 40 (knee at 40); with seed 2 20, 400, 800 (at 80, the last).
  const Capacity made = capacity_of(
      sweep_of_rates({group_with_seeds(20, {1, 1, 1}), group_with_seeds(40, {0.05, 0.1, 0.05}),
                      group_with_seeds(80, {2, 0.1, 2})}),
      rate_path_tried, asked_range);
  ASSERT_TRUE(made.knee);
  EXPECT_EQ(made.knee_spread, (KneeSpread{.lowest = 40, .highest = 80, .seeds = 3}));
  const Capacity unkept = capacity_of(
      sweep_of_rates({group_at(20, Verdict::pass), group_at(50, Verdict::pass), group_at(98, Verdict::pass)}),
      rate_path_tried, asked_range);
  ASSERT_TRUE(unkept.knee);
  EXPECT_FALSE(unkept.knee_spread);
}

TEST(Capacity, what_is_run_again_has_other_seeds) {
  EXPECT_EQ(confirming_seeds({1, 2, 3}), (std::vector<std::uint64_t>{4, 5, 6}));
  EXPECT_EQ(confirming_seeds({7}), (std::vector<std::uint64_t>{8}));
  const std::vector<std::uint64_t> last{18446744073709551615u, 4};
  EXPECT_EQ(confirming_seeds(last), (std::vector<std::uint64_t>{3, 5}));
}

SimTime load_second(std::int64_t second) { return sim_start + std::chrono::seconds(second); }

Observation load_submitted(std::int64_t second, std::uint64_t command, std::int64_t attempt = 1) {
  return {.kind = ObservationKind::command_submitted, .at = load_second(second), .process = testing::customer_1,
          .message = MessageId{command}, .a = attempt};
}

Observation load_accepted(std::int64_t second, std::uint64_t command) {
  return {.kind = ObservationKind::command_accepted, .at = load_second(second), .process = testing::command_store,
          .message = MessageId{command}};
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

/// What a run of twenty seconds comes to, of which this is seen.
std::map<std::string, double> load_watched(const std::vector<Observation>& run) {
  const Names names = testing::cast();
  LoadWatch watch;
  watch.begin(names);
  std::uint64_t id = 0;
  for (const Observation& each : run) {
    if (watch.wants(each.kind)) watch.observe(each, ObservationId{++id});
  }
  RunResult result;
  result.ended = load_second(20);
  watch.end(result);
  Metrics metrics;
  watch.tell(metrics);
  return metrics.rates;
}

TEST(LoadWatch, takes_the_load_to_last_as_long_as_something_new_is_sent) {
  // Wrong: clients that ask again for what is stuck would stretch the load until it looks carried.
  std::vector<Observation> run{load_submitted(1, 1), load_submitted(2, 2), load_accepted(2, 2), load_submitted(4, 3),
                               load_accepted(4, 3)};
  for (int second = 5; second < 12; ++second) run.push_back(load_submitted(second, 2, second - 3));
  run.push_back({.kind = ObservationKind::command_handled, .at = load_second(12), .message = MessageId{2}});
  run.push_back({.kind = ObservationKind::command_handled, .at = load_second(12), .message = MessageId{3}});
  run.push_back(load_submitted(13, 3, 9));
  const auto rates = load_watched(run);
  EXPECT_DOUBLE_EQ(rates.at("load.commands.arrivals"), 1) << "two in the two seconds from 2 s to 4 s";
  EXPECT_DOUBLE_EQ(rates.at("load.commands.carried"), 0);
  // Nor does a load begin with what is sent again.
  const std::vector<Observation> again{load_submitted(1, 1), load_accepted(1, 1), load_submitted(3, 1, 2),
                                       load_submitted(4, 1, 3)};
  EXPECT_FALSE(load_watched(again).contains("load.commands.arrivals"));
}

TEST(LoadWatch, takes_no_dead_letter_for_done) {
  // Wrong: who gives up on half of what comes would carry all of it.
  std::vector<Observation> run{load_submitted(1, 1), load_submitted(2, 2), load_accepted(2, 2), load_submitted(4, 3),
                               load_accepted(4, 3)};
  run.push_back({.kind = ObservationKind::command_handled, .at = load_second(3), .message = MessageId{2}});
  run.push_back({.kind = ObservationKind::command_dead_lettered, .at = load_second(4), .message = MessageId{3}});
  const auto rates = load_watched(run);
  EXPECT_DOUBLE_EQ(rates.at("load.commands.departures"), 0.5);
  EXPECT_DOUBLE_EQ(rates.at("load.commands.carried"), 0.5);
}

Observation load_delivered(std::int64_t second, std::uint64_t message, ProcessId to) {
  return {.kind = ObservationKind::message_delivered, .at = load_second(second), .process = to,
          .message = MessageId{message}, .b = 1};
}

Observation load_turn(std::int64_t second, std::uint64_t message, ProcessId of, std::int64_t waited_s) {
  return {.kind = ObservationKind::turn_begun, .at = load_second(second), .process = of, .message = MessageId{message},
          .b = to_ns(Duration(std::chrono::seconds(waited_s)))};
}

TEST(LoadWatch, sees_what_waits_in_a_mailbox) {
  // Wrong: a command that was cast has left the queue, and nobody would say that it stands before its service.
  using enum ObservationKind;
  std::vector<Observation> run{load_submitted(1, 1), load_submitted(2, 2)};  // the load is from 2 s to 12 s
  run.push_back(load_delivered(2, 100, testing::catalog));
  run.push_back(load_turn(8, 100, testing::catalog, 6));       // six of the ten seconds
  run.push_back(load_delivered(3, 101, testing::catalog));     // nine: its turn never comes
  run.push_back(load_delivered(4, 102, testing::event_store));
  run.push_back({.kind = process_crashed, .at = load_second(10), .process = testing::event_store});  // six: it is gone
  run.push_back(load_turn(12, 103, testing::handler_1, 4));    // four, too few to be told
  run.push_back(load_turn(12, 104, testing::customer_1, 9));   // a client is no part of the design
  Observation reply = load_delivered(2, 105, testing::handler_2);
  reply.b = reply_past_the_mailbox;
  run.push_back(reply);
  run.push_back(load_submitted(12, 3));
  const auto rates = load_watched(run);
  EXPECT_DOUBLE_EQ(rates.at("load.mailbox.catalog"), 1.5);
  EXPECT_DOUBLE_EQ(rates.at("load.mailbox.event-store"), 0.6);
  for (const char* nobody : {"handler-1", "handler-2", "customer-1"}) {
    EXPECT_FALSE(rates.contains(std::string("load.mailbox.") + nobody)) << nobody;
  }
}

TEST(LoadWatch, finds_what_was_cast_in_the_mailbox_of_its_service) {
  // Wrong: of a service that drowns it would be said that nothing waits anywhere. It does twenty commands a second;
  // each that is done begets the next of its order, and sixteen orders or more come on top every second, for three of
  // them.
  sim::Scenario scenario = small_rush();
  sim::Vocabulary words = scenario_vocabulary();
  words.any_design = true;
  for (const auto& [path, value] : std::vector<std::pair<std::string, std::string>>{
           {"design.executor", "{kind: singleton, send: cast}"},
           {"design.command_queue.visibility_timeout", "60s"},
           {"design.client.timeout", "60s"},
           {"design.roles", "{service: {service_time: 50ms}}"}}) {
    const auto changed = sim::set_path(scenario, path, value, words);
    ASSERT_TRUE(changed) << changed.error().text();
    scenario = *changed;
  }
  const auto run = run_under_load(scenario, {.seed = 1, .engine = "fast"});
  ASSERT_TRUE(run) << run.error();
  double most = 0;
  std::string where;
  for (const auto& [name, value] : run->result.metrics.rates) {
    if (!name.starts_with(mailbox_measure) || value <= most) continue;
    most = value;
    where = name;
  }
  EXPECT_TRUE(where.starts_with("load.mailbox.service")) << where;
  EXPECT_GT(most, 5) << "some fifty wait in the end";
}

TEST(LoadWatch, ends_a_wait_for_a_state_when_its_command_is_given_back) {
  // Wrong: a service's wait that its handler gave up on would last until the run ends, and many wait for states of
  // which nobody does.
  using enum ObservationKind;
  std::vector<Observation> run{load_submitted(1, 1), load_submitted(2, 2)};
  run.push_back({.kind = state_requested, .at = load_second(2), .process = testing::fridges, .message = MessageId{2},
                 .stream = StreamId{7}});
  run.push_back({.kind = state_requested, .at = load_second(2), .process = testing::fridges, .message = MessageId{2},
                 .stream = StreamId{8}});
  run.push_back({.kind = command_retried, .at = load_second(3), .process = testing::handler_1, .message = MessageId{2},
                 .stream = StreamId{7}});
  run.push_back(load_submitted(12, 3));
  const auto rates = load_watched(run);
  EXPECT_DOUBLE_EQ(rates.at("load.ownership.there"), (1.0 + 1.0) / 10);
  EXPECT_DOUBLE_EQ(rates.at("load.ownership.departures"), 0);
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
