#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "properties/search/explore/plan_mutation.hpp"
#include "properties/search/explore/strategy_registry.hpp"
#include "sim/faults/fault_lines.hpp"
#include "tests/properties/search/explore/hunted.hpp"

namespace crisper::properties {
namespace {

using sim::Fault;
using sim::FaultKind;
using sim::FaultPlan;

FaultPlan small_plan() {
  FaultPlan plan;
  for (std::uint64_t nth = 1; nth <= 20; ++nth) {
    plan.faults.push_back({.kind = FaultKind::loss, .from = "handler-1", .to = "event-store", .nth = nth});
  }
  plan.faults.push_back({.kind = FaultKind::crash,
                         .to = "handler-2",
                         .at = SimTime(std::chrono::seconds(1)),
                         .restart_after = Duration(5)});
  return plan;
}

TEST(PlanMutation, changes_a_plan_a_little_and_alike_for_one_key) {
  // Wrong: a run that was found could not be made again, or would have nothing of what it was bred from.
  const FaultPlan plan = small_plan();
  std::set<std::uint64_t> different;
  for (std::uint64_t key = 0; key < 200; ++key) {
    const FaultPlan changed = mutate(plan, plan, Rng(key));
    EXPECT_EQ(changed, mutate(plan, plan, Rng(key)));
    different.insert(changed.faults.size());
    for (const Fault& fault : changed.faults) {
      EXPECT_TRUE(fault.kind == FaultKind::loss || fault.kind == FaultKind::crash) << "a kind that no plan had";
      EXPECT_GE(fault.at, sim_start);
      EXPECT_TRUE(fault.kind != FaultKind::loss || fault.nth >= 1u);
    }
  }
  EXPECT_GT(different.size(), 5u);
}

TEST(PlanMutation, of_nothing_is_nothing_or_borrowed) {
  // Wrong: an empty plan would end the run that has it, or stay empty for ever.
  std::size_t borrowed = 0;
  for (std::uint64_t key = 0; key < 50; ++key) {
    EXPECT_TRUE(mutate({}, {}, Rng(key)).faults.empty());
    borrowed += !mutate({}, small_plan(), Rng(key)).faults.empty();  // what was borrowed may be dropped again
  }
  EXPECT_GT(borrowed, 30u);
}

TEST(Feedback, builds_on_what_met_something_new_and_on_nothing_that_is_still_coming_in) {
  // Wrong: what it does would depend on which run ended first.
  const HuntSubject subject = small_subject();
  const StrategySetup setup{.scenario = &subject.scenario, .seed = 1, .engine = "fast"};
  const auto feedback = find_strategy("feedback")->make(setup);
  ASSERT_TRUE(feedback->input(63));
  EXPECT_FALSE(feedback->input(64)) << "the first generation is not known yet";
  RunRecord record;
  record.plan = sim::to_lines({});
  for (std::uint64_t run = 0; run < 32; ++run) feedback->learn(run, *feedback->input(run), record, run == 5);
  std::size_t bred = 0;
  for (std::uint64_t run = 64; run < 96; ++run) {
    const auto input = feedback->input(run);
    ASSERT_TRUE(input);
    if (!input->plan) continue;
    ++bred;
    EXPECT_EQ(input->seed, setup.seed + 5);
  }
  EXPECT_GT(bred, 20u);
  EXPECT_FALSE(feedback->input(96));
}

TEST(Strategies, that_schedule_find_other_orders_than_chance_does_and_their_plans_repeat_them) {
  // Wrong: a schedule that was found could not be replayed.
  const HuntSubject subject = small_subject("faults: []\n");
  for (const char* name : {"pct", "pos", "surw"}) {
    const auto strategy = find_strategy(name)->make({.scenario = &subject.scenario, .seed = 1, .engine = "fast"});
    std::set<std::uint64_t> schedules;
    for (std::uint64_t run = 0; run < 5; ++run) {
      HuntInput input = *strategy->input(run);
      input.seed = 1;
      const auto prepared = prepare_run(subject, input);
      ASSERT_TRUE(prepared);
      const auto scheduled = run_scenario(prepared->scenario, prepared->options);
      ASSERT_TRUE(scheduled);
      ScenarioRunOptions again;
      again.seed = 1;
      again.plan = scheduled->plan;
      EXPECT_EQ(run_scenario(prepared->scenario, again)->result.run.digest, scheduled->result.run.digest) << name;
      schedules.insert(record_run(subject, input, {}).schedule);
    }
    EXPECT_GT(schedules.size(), 3u) << name;
  }
}

TEST(Strategies, that_move_messages_in_time_are_no_judges_of_time) {
  // Wrong: each hunt with a scheduler would find that the design is slow, since the scheduler is.
  const HuntSubject subject =
      small_subject("faults: []\nproperties: [all, {order_latency: max < 1ns}, {order_latency: count >= 8}]\n");
  const TestFolder folder;
  const HuntSummary plain = hunted(subject, folder / "random", "random", {.runs = 3});
  EXPECT_EQ(plain.tally.failed, 3u) << "where time is the scenario's own, the bound holds or doesn't";
  for (const char* name : {"pct", "pos", "surw"}) {
    const HuntSummary summary = hunted(subject, folder / name, name, {.runs = 6});
    EXPECT_EQ(summary.verdict, Verdict::unknown) << name;
    EXPECT_EQ(summary.reason, "judged in no run: order_latency max < 1ns (the strategy moved messages in time)");
    EXPECT_EQ(summary.tally.passed, 6u) << "of the runs, each did all else that it was to do";
    const auto bound = std::ranges::find(summary.properties, "order_latency max < 1ns", &HuntPropertyRow::name);
    ASSERT_NE(bound, summary.properties.end());
    EXPECT_EQ(bound->not_judged, 6u);
    EXPECT_EQ(bound->passed + bound->failed + bound->open + bound->vacuous, 0u);
    const auto count = std::ranges::find(summary.properties, "order_latency count >= 8", &HuntPropertyRow::name);
    EXPECT_EQ(count->passed, 6u) << "how many is not how long";
    const RunResult told = as_one_run(summary);
    const auto row = std::ranges::find(told.properties, "order_latency max < 1ns", &PropertyResult::name);
    EXPECT_EQ(row->reason, "not judged: in all of 6 runs the strategy moved messages in time");
    EXPECT_FALSE(row->counts);
  }
}

TEST(Strategies, pass_with_a_bound_on_time_that_other_runs_judge) {
  // Wrong: a hunt would be unknown for every run in which time was not the scenario's own, or pass though what it was
  // asked for by name saw nothing in any.
  const TestFolder folder;
  const HuntSubject timed = small_subject("faults: []\nproperties: [all, {order_latency: max < 1h}]\n");
  const HuntSummary all = hunted(timed, folder / "portfolio", "portfolio", {.runs = 20});
  EXPECT_EQ(all.verdict, Verdict::pass) << all.reason;
  const auto bound = std::ranges::find(all.properties, "order_latency max < 1h", &HuntPropertyRow::name);
  ASSERT_NE(bound, all.properties.end());
  EXPECT_GT(bound->passed, 0u);
  EXPECT_GT(bound->not_judged, 0u);

  const HuntSubject idle =
      small_subject("design: {ownership: {strategy: optimistic}}\nfaults: []\n"
                    "properties: [all, {lock_wait: count > 0}, no_call_cycle]\n");
  for (const char* name : {"random", "pct", "portfolio"}) {
    const HuntSummary blind = hunted(idle, folder / ("blind-" + std::string(name)), name, {.runs = 6});
    EXPECT_EQ(blind.verdict, Verdict::unknown) << name;
    EXPECT_NE(blind.reason.find("lock_wait count > 0 (it saw nothing)"), std::string::npos) << blind.reason;
  }
}

TEST(Strategies, whose_plans_are_run_alone_are_no_judges_of_time_either) {
  // Wrong: a plan that a search found would fail by the time that the search took.
  const HuntSubject subject = small_subject("faults: []\nproperties: [all, {order_latency: max < 1ns}]\n");
  const auto strategy = find_strategy("pct")->make({.scenario = &subject.scenario, .seed = 1, .engine = "fast"});
  const auto prepared = prepare_run(subject, *strategy->input(0));
  ASSERT_TRUE(prepared);
  const auto scheduled = run_scenario(prepared->scenario, prepared->options);
  ASSERT_TRUE(scheduled);
  ASSERT_TRUE(sim::is_chosen(scheduled->plan));
  ScenarioRunOptions again{.seed = prepared->options.seed};
  again.plan = scheduled->plan;
  EXPECT_EQ(run_scenario(prepared->scenario, again)->result.verdict, Verdict::pass);
  again.plan = sim::FaultPlan{};
  EXPECT_EQ(run_scenario(prepared->scenario, again)->result.verdict, Verdict::fail) << "its own time again";
}

TEST(PlanMutation, says_which_faults_are_of_its_own_making) {
  // Wrong: a bound on time would be judged on faults that the scenario doesn't ask for.
  const FaultPlan plan = small_plan();
  for (std::uint64_t key = 0; key < 100; ++key) {
    for (const Fault& fault : mutate(plan, plan, Rng(key)).faults) {
      EXPECT_TRUE(fault.chosen || std::ranges::find(plan.faults, fault) != plan.faults.end());
    }
  }
}

}  // namespace
}  // namespace crisper::properties
