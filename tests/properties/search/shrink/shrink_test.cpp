#include "properties/search/shrink/shrink.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <string_view>

#include "properties/search/shrink/reducers.hpp"
#include "sim/domain/registry.hpp"
#include "sim/scenario/parse.hpp"
#include "tests/properties/search/shrink/small_case.hpp"

namespace crisper::properties {
namespace {

using namespace crisper::literals;

TEST(Shrink, leaves_nothing_that_can_go) {
  // Wrong: whoever reads the small run looks at commands and faults that have nothing to do with the bug.
  int shrunk_runs = 0;
  for (std::uint64_t seed = 1; seed <= 6; ++seed) {
    const RunCase failing = duplicated_lunch(seed);
    const auto cause = cause_of_run(failing);
    if (!cause || cause->property != "projection_matches_log") continue;
    const auto shrunk = shrink(failing);
    ASSERT_TRUE(shrunk) << shrunk.error();
    ++shrunk_runs;
    EXPECT_TRUE(shrunk->minimal);
    EXPECT_EQ(shrunk->cause, *cause);
    EXPECT_EQ(cause_of_run(shrunk->smallest), *cause) << "it still fails, and for the same reason";
    EXPECT_EQ(removals_that_still_fail(shrunk->smallest, *cause), 0) << seed;
    EXPECT_LE(shrunk->after.steps, 2u);
    EXPECT_EQ(shrunk->after.faults, 1u);
    EXPECT_EQ(shrunk->smallest.plan.faults[0].amount, Duration::zero());
    EXPECT_EQ(shrunk->smallest.scenario.design.command_queue.handlers, 1u);
    EXPECT_EQ(shrunk->smallest.scenario.deployment.hosts.size(), 1u);
  }
  EXPECT_GE(shrunk_runs, 3);
}

/// Couriers who fill lockers, and nobody owns a locker: two fill its last place at a time.
constexpr std::string_view lockers = R"(
crisper: 1
name: lockers
domain:
  name: lockers
  ids: [parcel]
  entities:
    locker:
      state: {free: 0..50}
      commands:
        build(places):
          - otherwise -> Built
        store(parcel):
          - free > 0 -> Stored
          - otherwise -> reject "it is full"
      events:
        Built(places): free += places
        Stored(parcel): free -= 1
  laws:
    never_overfull: {always: locker.free >= 0, says: "{locker} holds {-locker.free} too many"}
design:
  command_queue: {handlers: 4}
  ownership: {strategy: none}
  event_store: {append: any}
workload:
  for: 2s
  actors:
    builders: {does: locker.build(2), each: locker, with: {locker: 2..4}}
    couriers:
      does: locker.store(parcel)
      arrivals: {burst: {size: 20, every: 1s}}
      clients: 4
      with: {locker: 2..4, parcel: new}
properties: [never_overfull]
)";

TEST(Shrink, of_a_written_business_leaves_what_its_workload_could_say) {
  // Wrong: the small run has a locker that there is not, or one parcel twice, and shows a fault of another business.
  const auto scenario = sim::parse_scenario(lockers);
  ASSERT_TRUE(scenario) << scenario.error().text();
  const auto shrunk = shrink({.scenario = *scenario, .plan = {}, .seed = 1});
  ASSERT_TRUE(shrunk) << shrunk.error();
  EXPECT_TRUE(shrunk->minimal);
  const sim::Script& script = *shrunk->smallest.scenario.workload.script;
  EXPECT_EQ(script.size(), 4u) << "two places are built, and three parcels come";
  const auto could_say = sim::domain_of(*scenario).what_could_be_said(scenario->workload, {});
  EXPECT_TRUE(could_say(script)) << sim::to_yaml(shrunk->smallest.scenario);
  for (const sim::ScriptStep& step : script) EXPECT_EQ(step.intent.stream.number(), 2u) << "the least that there is";
  for (const Leeway& each : shrunk->leeway) {
    EXPECT_EQ(each.part.find("places"), each.part.npos) << "the line says it: " << text_of(each);
    if (each.part.find("the locker") == each.part.npos) continue;
    EXPECT_EQ(each.says.find(" 0"), each.says.npos) << text_of(each);
    EXPECT_EQ(each.says.find(" 5"), each.says.npos) << text_of(each);
  }

  // What is left is a script of somebody's own: its lockers and parcels are what they are.
  const auto again = shrink(shrunk->smallest);
  ASSERT_TRUE(again) << again.error();
  std::set<std::string> parcels;
  std::size_t stored = 0;
  for (const sim::ScriptStep& step : *again->smallest.scenario.workload.script) {
    EXPECT_EQ(step.intent.stream.number(), 2u);
    std::string told;
    step.intent.body.describe_into(told);
    if (!told.starts_with("store")) continue;
    ++stored;
    parcels.insert(told);
  }
  EXPECT_GE(stored, 2u);
  EXPECT_EQ(parcels.size(), stored) << "each parcel is new";
}

TEST(Shrink, of_a_race_without_faults_keeps_the_commands_that_race) {
  // Wrong: a failure that no fault causes could not be made small, or would be explained by a fault.
  const RunCase failing = written_run(R"(
crisper: 1
name: race
design:
  command_queue: {handlers: 4}
  ownership: {strategy: none}
  event_store: {append: any}
workload:
  orders: {count: 40, rate: 200/s, customers: 9, fridges: 1, meals: 1}
  restock: {initial: 3}
properties: [stock_never_negative]
)",
                                      1);
  const auto shrunk = shrink(failing, {.property = {}, .limits = {.at_once = 2}});
  ASSERT_TRUE(shrunk) << shrunk.error();
  EXPECT_TRUE(shrunk->minimal);
  EXPECT_EQ(shrunk->after.faults, 0u);
  EXPECT_GE(shrunk->after.steps, 2u);
  EXPECT_LE(shrunk->after.steps, 4u);
  EXPECT_EQ(removals_that_still_fail(shrunk->smallest, shrunk->cause), 0);
  EXPECT_GT(shrunk->chain.size(), 3u);
}

TEST(Shrink, gives_the_same_on_one_core_and_on_two) {
  // Wrong: the case that one machine commits another could not make.
  const auto one = shrink(duplicated_lunch(1));
  ShrinkOptions options;
  options.limits.at_once = 2;
  const auto two = shrink(duplicated_lunch(1), options);
  ASSERT_TRUE(one && two);
  EXPECT_EQ(one->smallest, two->smallest);
  EXPECT_EQ(one->digest, two->digest);
  EXPECT_EQ(one->chain, two->chain);
}

TEST(Shrink, refuses_a_run_that_does_not_fail) {
  // Wrong: a passing run would be shrunk to nothing and called a bug.
  RunCase passing = duplicated_lunch(1);
  passing.plan = {};
  const auto shrunk = shrink(passing);
  ASSERT_FALSE(shrunk);
  EXPECT_NE(shrunk.error().find("does not fail"), std::string::npos) << shrunk.error();
}

TEST(Shrink, that_runs_out_of_runs_says_so) {
  // Wrong: a case that may hold anything would be called minimal.
  ShrinkOptions options;
  options.limits.runs_max = 5;
  const auto shrunk = shrink(duplicated_lunch(1), options);
  ASSERT_TRUE(shrunk) << shrunk.error();
  EXPECT_FALSE(shrunk->minimal);
  EXPECT_EQ(cause_of_run(shrunk->smallest), shrunk->cause);
}

TEST(Trial, of_a_run_that_fails_otherwise_is_not_followed) {
  // Wrong: shrinking would slip to another bug.
  const RunCase failing = duplicated_lunch(1);
  const Cause elsewhere{"projection_matches_log", "catalog does not show meal # of fridge-#"};
  const Trial trial = try_case(narrowed(failing, elsewhere), elsewhere);
  EXPECT_EQ(trial.end, Trial::End::other);
  EXPECT_NE(trial.told.find("projection_matches_log: catalog shows #"), std::string::npos) << trial.told;
}

TEST(Trial, survives_the_pipe) {
  // Wrong: faults would lose their aim between two processes.
  const RunCase failing = duplicated_lunch(1);
  const auto cause = cause_of_run(failing);
  const Trial trial = try_case(narrowed(failing, *cause), *cause);
  EXPECT_EQ(trial.end, Trial::End::same);
  EXPECT_FALSE(trial.struck.empty());
  EXPECT_EQ(decode_trial(encode(trial)), trial);
  EXPECT_FALSE(decode_trial(encode(trial).substr(0, 20)));
}

TEST(SmallestSoFar, aims_a_fault_anew_where_its_packet_got_another_number) {
  // Wrong: as soon as a packet before it is gone, the fault strikes another one, and everything before it must stay.
  SmallestSoFar smallest = begun(duplicated_lunch(1));
  while (reducers::drop_faults(smallest)) {
  }
  ASSERT_EQ(smallest.current().plan.faults.size(), 1u);
  EXPECT_TRUE(reducers::drop_steps(smallest));
  EXPECT_LE(smallest.current().scenario.workload.script->size(), 3u);
  EXPECT_EQ(try_case(smallest.current(), smallest.cause()).end, Trial::End::same) << "with explicit packets again";
}

TEST(Reducers, each_leave_a_case_that_still_fails) {
  // Wrong: what a reducer calls smaller would be another run.
  for (const Reducer& reducer : all_reducers()) {
    SmallestSoFar smallest = begun(duplicated_lunch(2));
    const RunCase before = smallest.current();
    const bool went = reducer.reduce(smallest);
    EXPECT_EQ(went, !(smallest.current() == before)) << reducer.name;
    EXPECT_EQ(try_case(smallest.current(), smallest.cause()).end, Trial::End::same) << reducer.name;
  }
}

TEST(Reducers, that_drop_steps_leave_none_that_can_go) {
  // Wrong: dropping steps would end before every single one was tried.
  SmallestSoFar smallest = begun(duplicated_lunch(2));
  EXPECT_TRUE(reducers::drop_steps(smallest));
  const RunCase& now = smallest.current();
  for (std::size_t i = 0; i < now.scenario.workload.script->size(); ++i) {
    RunCase less = now;
    less.scenario.workload.script->erase(less.scenario.workload.script->begin() + static_cast<std::ptrdiff_t>(i));
    EXPECT_NE(try_case(less, smallest.cause()).end, Trial::End::same) << i;
  }
}

TEST(Reducers, that_drop_faults_leave_none_that_can_go) {
  // Wrong: dropping faults would end before every single one was tried.
  SmallestSoFar smallest = begun(duplicated_lunch(2));
  EXPECT_TRUE(reducers::drop_faults(smallest));
  const RunCase& now = smallest.current();
  for (std::size_t i = 0; i < now.plan.faults.size(); ++i) {
    RunCase less = now;
    less.plan.faults.erase(less.plan.faults.begin() + static_cast<std::ptrdiff_t>(i));
    EXPECT_NE(try_case(less, smallest.cause()).end, Trial::End::same) << i;
  }
}

TEST(Reducers, that_simplify_amounts_leave_round_ones) {
  // Wrong: a reader would wonder what is special about 1204712345 ns.
  SmallestSoFar smallest = begun(duplicated_lunch(2));
  while (reducers::drop_faults(smallest) || reducers::drop_steps(smallest)) {
  }
  reducers::simplify_amounts(smallest);
  for (const sim::ScriptStep& step : *smallest.current().scenario.workload.script) {
    EXPECT_EQ(to_ns(step.intent.at.time_since_epoch()) % 1'000'000, 0);
  }
}

}  // namespace
}  // namespace crisper::properties
