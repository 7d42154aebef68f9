// What a wrong clock of a process may change, and what it may not: measures, verdicts and waits don't go by it; leases
// and time limits do where a design says so.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "core/design/ownership_strategy.hpp"
#include "properties/scenario_run.hpp"
#include "properties/vocabulary.hpp"
#include "sim/scenario/parse.hpp"
#include "tests/properties/text_run.hpp"

namespace crisper::properties {
namespace {

using namespace crisper::literals;

sim::Scenario scenario_of(const std::string& text) {
  auto scenario = sim::parse_scenario(text, {}, scenario_vocabulary());
  EXPECT_TRUE(scenario) << scenario.error().text() << text;
  return std::move(*scenario);
}

RunResult result_of(const sim::Scenario& scenario, std::uint64_t seed = 1) {
  const auto run = run_scenario(scenario, {.seed = seed});
  EXPECT_TRUE(run) << run.error();
  return run->result;
}

struct Kitchen {
  std::string design = "ownership: {strategy: optimistic}";
  std::string faults = "[]";
  std::string properties = "all";
  std::string more{};
  std::string orders = "{rate: 100/s, start: 100ms, count: 30, customers: 6, fridges: 2, meals: 2}";
};

sim::Scenario kitchen(const Kitchen& kitchen) {
  return scenario_of(fmt::format(R"(
crisper: 1
name: kitchen with clocks
design: {{{}}}
{}
deployment: {{hosts: 4, link: {{latency: 1ms}}}}
workload:
  orders: {}
  restock: {{initial: 20}}
faults: {}
properties: [{}]
run: {{settle: 2s}}
)",
                                 kitchen.design, kitchen.more, kitchen.orders, kitchen.faults, kitchen.properties));
}

/// All that must be the same where no message is another.
void expect_same(const RunResult& one, const RunResult& other, const std::string& what) {
  EXPECT_EQ(one.verdict, other.verdict) << what << ": " << one.reason << "; " << other.reason;
  EXPECT_EQ(one.metrics, other.metrics) << what;
  EXPECT_EQ(one.ended, other.ended) << what;
  ASSERT_EQ(one.properties.size(), other.properties.size()) << what;
  for (std::size_t i = 0; i < one.properties.size(); ++i) {
    EXPECT_EQ(one.properties[i].verdict, other.properties[i].verdict) << what << ", " << one.properties[i].name;
    EXPECT_EQ(one.properties[i].reason, other.properties[i].reason) << what << ", " << one.properties[i].name;
  }
}

sim::FaultSpec skew(std::string whose, Duration by, std::int64_t drift_ppm = 0) {
  return {.kind = sim::FaultKind::clock_skew,
          .to = std::move(whose),
          .at = sim_start + 300ms,
          .amount_min = by,
          .amount_max = by,
          .drift_ppm = drift_ppm};
}

TEST(SkewedClock, changes_no_metric_and_no_verdict_of_any_strategy) {
  // Wrong: a latency, a wait or a bound would be what somebody's wrong clock makes of it.
  for (const crisper::StrategyEntry& strategy : ownership_strategies()) {
    const std::string name(strategy.name);
    for (std::uint64_t seed = 1; seed <= 3; ++seed) {
      sim::Scenario scenario = kitchen({.design = fmt::format("ownership: {{strategy: {}}}", name)});
      const RunResult right = result_of(scenario, seed);
      for (const Duration by : {Duration(1h), -Duration(1h)}) {
        scenario.faults = {skew("*", by)};
        expect_same(right, result_of(scenario, seed), fmt::format("{}, {}", name, to_text(by)));
      }
      scenario.faults = {skew("customer", 1h, 200'000)};
      expect_same(right, result_of(scenario, seed), name + ", clients whose clocks run fast");
    }
  }
}

TEST(SkewedClock, changes_no_metric_and_no_verdict_of_any_example) {
  // Wrong: somewhere in the pipeline a wait, or a measure, still goes by the time of day.
  std::size_t looked = 0;
  for (const auto& entry : std::filesystem::directory_iterator(CRISPER_SOURCE_DIR "/scenarios/examples")) {
    if (entry.path().extension() != ".yaml") continue;
    auto scenario = sim::load_scenario(entry.path().string(), scenario_vocabulary());
    ASSERT_TRUE(scenario) << scenario.error().text();
    if (!scenario->deployment.platform.empty()) continue;  // a file that is read from where the command runs
    const RunResult right = result_of(*scenario, scenario->seed);
    // Who comes by a timetable comes at another time where its clock is another.
    const std::set<std::string> with_a_timetable{"bikes.yaml", "promotions.yaml"};
    const char* whose = with_a_timetable.contains(entry.path().filename()) ? "event-store" : "*";
    scenario->faults.push_back(skew(whose, scenario->name.size() % 2 == 0 ? Duration(1h) : -Duration(1h)));
    expect_same(right, result_of(*scenario, scenario->seed), entry.path().filename().string());
    ++looked;
  }
  EXPECT_GT(looked, 10u);
}

TEST(SkewedClock, of_a_client_neither_hides_a_latency_nor_makes_one_up) {
  // Wrong: an order that takes three seconds would take an hour less than none, and one of milliseconds an hour.
  const std::string slow = "client: {timeout: 20s, attempts: 1}, command_queue: {delay: 3s}, "
                           "ownership: {strategy: optimistic}";
  const RunResult hidden = result_of(kitchen({.design = slow,
                                              .faults = "[{clock_skew: 'customer-*', by: -1h, at: 1s}]",
                                              .properties = "all, {order_latency: max < 2s}"}));
  EXPECT_EQ(hidden.verdict, Verdict::fail);
  EXPECT_TRUE(hidden.reason.starts_with("order_latency max < 2s: order_latency was 3.0")) << hidden.reason;
  const RunResult made_up = result_of(kitchen({.faults = "[{clock_skew: 'customer-*', by: 1h, at: 200ms}]",
                                               .properties = "all, {order_latency: max < 2s}"}));
  EXPECT_EQ(made_up.verdict, Verdict::pass) << made_up.reason;
}

TEST(SkewedClock, of_a_store_does_not_end_its_redelivery) {
  // Wrong: a clock that is wrong for 50 ms would keep what was lost meanwhile from ever being sent again.
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    const std::string design =
        "ownership: {strategy: optimistic}, publication: {method: store_subscription, subscription: ranges}, "
        "consumers: {catalog: {sequencer: off}, order-process: {sequencer: off}}";
    const std::string faults =
        "[{clock_skew: event-store, by: 1h, at: 200ms, for: 50ms}, "
        "{loss: 20%, on: {from: event-store}, at: 190ms, for: 80ms}]";
    const RunResult result = result_of(kitchen({.design = design, .faults = faults}), seed);
    EXPECT_EQ(result.verdict, Verdict::pass) << "seed " << seed << ": " << result.reason;
  }
}

/// An order waits for its payment longer than it may; the process manager restarts on a clock that was set back.
Kitchen late_payments(const std::string& clock) {
  return {.design = fmt::format("ownership: {{strategy: optimistic}}, client: {{timeout: 1s, attempts: 5}}, "
                                "consumers: {{order-process: {{deadline_clock: {}}}}}",
                                clock),
          .faults = "[{clock_skew: order-process, by: -1h, at: 300ms}, "
                    "{crash: order-process, at: 350ms, restart_after: 20ms}]",
          .properties = "all, deadline_in_time",
          .more = "smart_fridge: {order_time_limit: 500ms, payment: {latency: 1500ms, timeout: 4s}}"};
}

TEST(Deadline, that_is_kept_by_a_monotonic_clock_outlives_a_crash) {
  // Wrong: a restart would lose the time limit of every order that waits.
  const RunResult result = result_of(kitchen(late_payments("monotonic")));
  EXPECT_EQ(property_of(result, "deadline_in_time").verdict, Verdict::pass) << result.reason;
  EXPECT_EQ(result.verdict, Verdict::pass) << result.reason;
}

TEST(Deadline, that_is_kept_by_a_wall_clock_is_lost_where_the_clock_is_set_back) {
  // Wrong: a time limit that is an hour away would pass for one that is kept.
  const RunResult result = result_of(kitchen(late_payments("wall")));
  EXPECT_EQ(property_of(result, "deadline_in_time").verdict, Verdict::fail);
}

/// How many of 30 runs of one busy fridge, which only unfenced locks protect, change a state behind its owner's back.
int writers_behind_the_owner(const std::string& clocks, const std::string& clock_fault) {
  int failed = 0;
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    const sim::Scenario scenario = kitchen(
        {.design = "ownership: {strategy: row_lock, lease: 200ms, fencing: off" + clocks + "}, " +
                   "client: {timeout: 2s, attempts: 20}, event_store: {append: any}, "
                   "command_queue: {handlers: 6, visibility_timeout: 10s, dead_letter_after: 1000}",
         .faults = "[{delay: 20%, by: 150ms..400ms, on: {from: event-store, to: handler}}" + clock_fault + "]",
         .orders = "{count: 40, rate: 40/s, customers: 20, fridges: 1, meals: 1}"});
    failed += property_of(result_of(scenario, seed), "single_writer").verdict == Verdict::fail;
  }
  return failed;
}

/// The clock is set by so much, again and again, while the fridge is busy.
std::string set_by(const std::string& whose, const std::string& by) {
  std::string faults;
  for (int ms = 300; ms <= 1200; ms += 100) {
    faults += fmt::format(", {{clock_skew: {}, by: {}, at: {}ms}}", whose, by, ms);
  }
  return faults;
}

TEST(Lease, is_as_safe_as_the_clock_that_its_holder_counts_it_by) {
  // Wrong: the choice of a clock would have no effect, or a lease would be safe on a clock that is not.
  const std::string set_back = set_by("handler", "-300ms");
  EXPECT_EQ(writers_behind_the_owner("", ""), 0) << "the clocks are right";
  EXPECT_EQ(writers_behind_the_owner("", set_back), 0) << "a monotonic clock isn't set";
  EXPECT_GT(writers_behind_the_owner(", holder_clock: wall", set_back), 0);
  EXPECT_GT(writers_behind_the_owner("", ", {clock_skew: handler, drift: -900000ppm}"), 0) << "but it drifts";
}

TEST(Lease, ends_early_where_its_taker_goes_by_a_clock_that_is_set_forwards) {
  // Wrong: the giver's side of the choice would have no effect.
  const std::string set_forwards = set_by("lock-service", "1h");
  EXPECT_EQ(writers_behind_the_owner("", set_forwards), 0);
  EXPECT_GT(writers_behind_the_owner(", taker_clock: wall", set_forwards), 0);
}

}  // namespace
}  // namespace crisper::properties
