// Whole designs, every schedule within a bound: what holds passes, one mistake fails, and what was found can be shown.
#include <gtest/gtest.h>

#include <algorithm>
#include <span>

#include "properties/scenario_run.hpp"
#include "properties/search/check/check.hpp"
#include "sim/domain/smart_fridge/workload.hpp"
#include "sim/scenario/parse.hpp"

namespace crisper::properties::check {
namespace {

sim::Scenario example(std::initializer_list<std::pair<const char*, const char*>> settings = {}) {
  const std::string path = std::string(CRISPER_SOURCE_DIR) + "/scenarios/examples/two_writers.yaml";
  auto scenario = sim::load_scenario(path);
  EXPECT_TRUE(scenario) << path;
  for (const auto& [key, value] : settings) {
    auto changed = sim::set_path(*scenario, key, value);
    EXPECT_TRUE(changed) << key;
    scenario = std::move(*changed);
  }
  return std::move(*scenario);
}

/// One writer, one handler: small enough for a test that tries everything.
sim::Scenario smallest(std::initializer_list<std::pair<const char*, const char*>> settings = {}) {
  sim::Scenario scenario = example(settings);
  smart_fridge::workload_of(scenario).reports.clear();
  scenario.design.command_queue.handlers = 1;
  return scenario;
}

CheckResult check(const sim::Scenario& scenario, CheckOptions options = {}) {
  Result<CheckResult, std::string> result = check_scenario(scenario, options);
  EXPECT_TRUE(result) << result.error();
  return std::move(*result);
}

/// The run that a find says it is.
ScenarioRun shown_again(const sim::Scenario& scenario, const CheckResult& found) {
  auto run = run_scenario(without_distances(scenario), {.seed = 1, .engine = "fast", .plan = found.plan});
  EXPECT_TRUE(run) << run.error();
  return std::move(*run);
}

TEST(ScenarioCheck, a_design_that_holds_passes_within_the_bound) {
  // Wrong: nothing real can be checked to the end, or a sound design is blamed.
  const CheckResult result = check(smallest());
  EXPECT_EQ(result.verdict, Verdict::pass) << result.reason;
  EXPECT_TRUE(result.exploration.complete);
  EXPECT_GT(result.exploration.classes, 100u);
}

TEST(ScenarioCheck, a_seed_changes_nothing_that_the_search_chooses) {
  // Wrong: chance decides which schedules there are.
  CheckOptions options;
  const std::uint64_t classes = check(smallest(), options).exploration.classes;
  EXPECT_EQ(check(smallest(), options).exploration.classes, classes);
  options.run.seed = 7;
  EXPECT_EQ(check(smallest(), options).exploration.classes, classes);
}

TEST(ScenarioCheck, two_writers_without_ownership_fail_and_the_plan_shows_it) {
  // Wrong: the simplest race of all is missed, or can't be shown.
  const sim::Scenario scenario =
      example({{"design.ownership.strategy", "none"}, {"design.event_store.append", "any"}});
  const CheckResult found = check(scenario);
  ASSERT_EQ(found.verdict, Verdict::fail) << found.reason;
  const ScenarioRun again = shown_again(scenario, found);
  EXPECT_EQ(again.result.verdict, Verdict::fail);
  EXPECT_EQ(again.result.reason, found.reason);
}

TEST(ScenarioCheck, draws_schedules_at_random_before_a_search_that_would_find_the_failure_late) {
  // Wrong: what lies at the far end of a search would not be found, as the search ends before it comes there.
  const sim::Scenario scenario = example({{"design.ownership.strategy", "row_lock"},
                                          {"design.ownership.fencing", "off"},
                                          {"design.ownership.lease", "20ms"},
                                          {"design.event_store.append", "any"}});
  CheckOptions options;
  options.bound.early_time = 2;
  const CheckResult found = check(scenario, options);
  ASSERT_EQ(found.verdict, Verdict::fail) << found.reason;
  EXPECT_GT(found.walks, 0u);
  EXPECT_LE(found.walks, 20'000u);
  EXPECT_EQ(found.exploration.executions, 0u) << "it is none of the search";
  EXPECT_FALSE(found.exploration.complete);
  const ScenarioRun again = shown_again(scenario, found);
  EXPECT_EQ(again.result.verdict, Verdict::fail);
  EXPECT_EQ(again.result.reason, found.reason);
  options.at_once = 2;
  const CheckResult by_two = check(scenario, options);
  EXPECT_EQ(by_two.walks, found.walks);
  EXPECT_EQ(by_two.plan, found.plan);
}

TEST(ScenarioCheck, draws_none_before_a_search_that_is_soon_over) {
  // Wrong: a small search would take several times as long.
  EXPECT_EQ(check(smallest()).walks, 0u);
  CheckOptions options;
  options.bound.mishaps[static_cast<std::size_t>(Mishap::duplicate)] = 1;
  EXPECT_EQ(check(smallest(), options).walks, 0u);
}

TEST(ScenarioCheck, a_consumer_without_an_inbox_fails_once_a_message_may_come_twice) {
  // Wrong: budgets of faults aren't spent, or not where it hurts.
  const sim::Scenario scenario = smallest({{"design.consumers.catalog.inbox", "off"}});
  CheckOptions options;
  EXPECT_EQ(check(scenario, options).verdict, Verdict::pass);
  options.bound.mishaps[static_cast<std::size_t>(Mishap::duplicate)] = 1;
  const CheckResult found = check(scenario, options);
  ASSERT_EQ(found.verdict, Verdict::fail) << found.reason;
  EXPECT_NE(found.reason.find("projection_matches_log"), std::string::npos) << found.reason;
  const ScenarioRun again = shown_again(scenario, found);
  EXPECT_EQ(again.result.verdict, Verdict::fail);
  EXPECT_EQ(again.result.reason, found.reason);
}

TEST(ScenarioCheck, every_schedule_of_the_smallest_design_is_a_plain_run_with_the_same_verdict) {
  // Wrong: what the search runs is not what `run --plan` runs.
  const sim::Scenario scenario = smallest();
  auto under_check = ScenarioUnderCheck::of(without_distances(scenario), {.may_crash = {"event-store"}});
  ASSERT_TRUE(under_check);
  std::uint64_t compared = 0;
  Explorer explorer({.mishaps = {1, 1, 1}, .early_time = 1});
  explorer.explore(*under_check, [&](ExecutionEnd end, const Exploration& so_far) {
    if (end != ExecutionEnd::complete || so_far.executions % 7 != 0) return so_far.executions < 1500;
    auto run = run_scenario(without_distances(scenario),
                            {.seed = 1, .engine = "fast", .plan = under_check->plan(), .measure = false});
    EXPECT_TRUE(run);
    EXPECT_EQ(run->result.verdict, under_check->result()->verdict)
        << run->result.reason << " / " << under_check->result()->reason;
    ++compared;
    return so_far.executions < 1500;
  });
  EXPECT_GT(compared, 100u);
}

TEST(ScenarioCheck, threads_change_no_result) {
  // Wrong: a failing run depends on how many cores a machine has, or two threads step on each other.
  CheckOptions one, three;
  three.at_once = 3;
  const sim::Scenario sound = smallest();
  const CheckResult alone = check(sound, one), together = check(sound, three);
  EXPECT_EQ(together.verdict, Verdict::pass) << together.reason;
  EXPECT_EQ(together.exploration.executions, alone.exploration.executions);
  EXPECT_EQ(together.exploration.classes, alone.exploration.classes);
  EXPECT_EQ(together.exploration.steps, alone.exploration.steps);
  const sim::Scenario mistaken = smallest({{"design.consumers.catalog.inbox", "off"}});
  one.bound.mishaps[static_cast<std::size_t>(Mishap::duplicate)] = 1;
  three.bound = one.bound;
  const CheckResult first = check(mistaken, one), same = check(mistaken, three);
  EXPECT_EQ(same.verdict, Verdict::fail);
  EXPECT_EQ(same.reason, first.reason);
  EXPECT_EQ(same.plan, first.plan);
  EXPECT_EQ(same.exploration.executions, first.exploration.executions);
}

TEST(ScenarioCheck, a_scenario_without_distances_can_be_written_and_read_back) {
  // Wrong: the folder of a failing run can't be replayed.
  const sim::Scenario scenario = without_distances(example());
  const auto read = sim::parse_scenario(sim::to_yaml(scenario));
  ASSERT_TRUE(read) << read.error().text();
  EXPECT_EQ(*read, scenario);
}

TEST(ScenarioCheck, a_horizon_shorter_than_the_timers_is_unknown) {
  // Wrong: a time limit would be blamed on the design whose redelivery it cut off.
  CheckOptions options;
  options.bound.mishaps[static_cast<std::size_t>(Mishap::loss)] = 1;
  const CheckResult cut = check(smallest({{"run.horizon", "5s"}}), options);
  EXPECT_EQ(cut.verdict, Verdict::unknown) << cut.reason;
  EXPECT_NE(cut.reason.find("timers"), std::string::npos) << cut.reason;
  const CheckResult enough = check(smallest({{"run.horizon", "10m"}}), options);
  EXPECT_EQ(enough.verdict, Verdict::pass) << enough.reason;
}

TEST(ScenarioCheck, a_schedule_that_lost_all_there_was_to_see_is_made_good_by_the_others) {
  // Wrong: one message that may be lost would make every search say nothing.
  CheckOptions options;
  options.bound.mishaps[static_cast<std::size_t>(Mishap::loss)] = 1;
  const CheckResult result = check(smallest({{"design.client.attempts", "1"}, {"run.horizon", "10m"}}), options);
  EXPECT_EQ(result.verdict, Verdict::pass) << result.reason;
  EXPECT_GT(result.saw_nothing, 0u);
  EXPECT_LT(result.saw_nothing, result.exploration.classes);
}

CheckResult check_of(const char* properties) { return check(smallest({{"properties", properties}})); }

TEST(ScenarioCheck, judges_how_often_and_says_of_how_long_that_it_does_not) {
  // Wrong: a limit that the scenario sets is dropped without a word, and the check passes.
  const CheckResult many = check_of("[all, {events_appended: '> 100000'}]");
  EXPECT_EQ(many.verdict, Verdict::fail) << many.reason;
  EXPECT_NE(many.reason.find("events_appended > 100000"), std::string::npos) << many.reason;
  const CheckResult few = check_of("[all, {events_appended: '> 0'}, {command_latency: count > 0}]");
  EXPECT_EQ(few.verdict, Verdict::pass) << few.reason;
  for (const char* properties : {"[{command_latency: max < 1ns}]", "[all, {command_latency: max < 1h}]",
                                 "[all, {commands_per_second: '> 1/s'}]", "[not_saturated]"}) {
    const CheckResult timed = check_of(properties);
    EXPECT_EQ(timed.verdict, Verdict::unknown) << properties;
    EXPECT_TRUE(timed.exploration.complete);
    EXPECT_NE(timed.reason.find("is about time"), std::string::npos) << timed.reason;
    EXPECT_FALSE(timed.not_judged.empty()) << properties;
  }
  EXPECT_EQ(check_of("[{command_latency: max < 1ns}]").not_judged,
            std::vector<std::string>{"command_latency max < 1ns"});
}

TEST(ScenarioCheck, is_unknown_where_what_was_asked_for_saw_nothing_in_any_schedule) {
  // Wrong: a law is asked for by its name, nothing of it is seen, and the check passes.
  const CheckResult result = check_of("[all, no_call_cycle]");
  EXPECT_EQ(result.verdict, Verdict::unknown);
  EXPECT_EQ(result.reason, "judged in no schedule: no_call_cycle (it saw nothing)");
}

/// Takes whatever is first, and lets one thing go wrong: the crash that is asked about so many others later.
class OneCrash final : public Chooser {
 public:
  explicit OneCrash(std::size_t asked_before) : left_(asked_before) {}
  std::size_t next(std::span<const Step>) override { return 0; }
  bool goes_wrong(Mishap mishap) override {
    if (mishap != Mishap::crash || has_crashed_) return false;
    has_crashed_ = left_ == 0;
    if (left_ > 0) --left_;
    return has_crashed_;
  }
  void touches_history(std::uint32_t) override {}
  bool has_crashed() const { return has_crashed_; }

 private:
  std::size_t left_;
  bool has_crashed_ = false;
};

TEST(ScenarioCheck, a_role_or_pattern_lets_those_crash_too_who_begin_while_it_runs) {
  // Wrong: `--crash 'actor-*'` would be the registry, which is there from the beginning, and no actor; nobody says so.
  const sim::Scenario scenario = smallest({{"design.ownership.strategy", "actor_per_stream"}});
  auto under_check = ScenarioUnderCheck::of(without_distances(scenario), {.may_crash = {"actor"}});
  ASSERT_TRUE(under_check) << under_check.error();
  std::size_t crashes = 0;
  for (std::size_t asked_before = 0; asked_before < 20; ++asked_before) {
    OneCrash chooser(asked_before);
    under_check->execute(chooser);
    if (!chooser.has_crashed()) break;
    ASSERT_TRUE(under_check->result());
    const auto& faults = under_check->plan().faults;
    const auto crash = std::ranges::find(faults, sim::FaultKind::crash, &sim::Fault::kind);
    ASSERT_NE(crash, faults.end());
    EXPECT_TRUE(crash->to.starts_with("actor-") && crash->to != "actor-registry") << crash->to;
    auto run = run_scenario(without_distances(scenario),
                            {.seed = 1, .engine = "fast", .plan = under_check->plan(), .measure = false});
    ASSERT_TRUE(run) << run.error();
    EXPECT_EQ(run->result.verdict, under_check->result()->verdict) << run->result.reason;
    ++crashes;
  }
  EXPECT_GT(crashes, 0u);
  CheckOptions options;
  options.run.may_crash = {"request-*"};
  EXPECT_FALSE(check_scenario(scenario, options)) << "nobody begins of that name";
}

TEST(ScenarioCheck, a_crash_of_nobody_is_refused) {
  // Wrong: a misspelt name makes every crash test pass.
  CheckOptions options;
  options.run.may_crash = {"event-stroe"};
  EXPECT_FALSE(check_scenario(smallest(), options));
}

TEST(ScenarioCheck, what_was_stopped_is_unknown) {
  // Wrong: `pass` after a look at some schedules.
  CheckOptions options;
  options.executions_max = 10;
  EXPECT_EQ(check(smallest(), options).verdict, Verdict::unknown);
  options.executions_max = 0;
  options.bound.depth = 20;
  const CheckResult cut = check(smallest(), options);
  EXPECT_EQ(cut.verdict, Verdict::unknown);
  EXPECT_GT(cut.exploration.cut, 0u);
}

TEST(ScenarioCheck, a_limit_on_executions_is_one_on_all_that_are_made) {
  // Wrong: the search for parts, which can take longer than what was asked for, knows nothing of the limit.
  CheckOptions options;
  options.executions_max = 10;
  std::uint64_t told = 0;
  options.enough = [&](const Exploration& so_far) {
    told = so_far.executions;
    return false;
  };
  EXPECT_EQ(check(smallest(), options).exploration.executions, 10u);
  EXPECT_LE(told, 10u);
}

TEST(ScenarioCheck, progress_never_goes_back) {
  // Wrong: what it took to find the parts is told, and then forgotten.
  CheckOptions options;
  Exploration last;
  std::uint64_t times = 0;
  options.enough = [&](const Exploration& so_far) {
    EXPECT_GT(so_far.executions, last.executions);
    EXPECT_GE(so_far.steps, last.steps);
    last = so_far;
    return ++times == 500;
  };
  const CheckResult result = check(smallest(), options);
  EXPECT_GE(last.executions, result.exploration.executions);
}

}  // namespace
}  // namespace crisper::properties::check
