// Laws over whole scenarios: any safe design, any workload, any faults within its assumptions.
#include "properties/generators/generators.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>

#include "core/domain/smart_fridge/messages.hpp"
#include "properties/scenario_run.hpp"
#include "sim/scenario/parse.hpp"
#include "tests/properties/run_numbers.hpp"

namespace crisper::properties {
namespace {

/// As rc::check, but with the same cases every time: a law that fails on one machine fails on all. CRISPER_RANDOM_RUNS
/// asks for more cases than the test needs to be quick.
template <class Law>
bool holds(const std::string& law, std::uint64_t cases, Law&& test) {
  rc::detail::TestMetadata metadata;
  metadata.id = law;
  metadata.description = law;
  rc::detail::TestParams params;
  params.seed = 20260101;
  params.maxSuccess = static_cast<int>(run_numbers(cases).count());
  params.maxSize = 100;
  const auto result = rc::detail::checkTestable(std::forward<Law>(test), metadata, params);
  rc::detail::printResultMessage(result, std::cerr);
  return result.template is<rc::detail::SuccessResult>();
}

ScenarioRun run_of(const sim::Scenario& scenario, std::optional<sim::FaultPlan> plan = std::nullopt) {
  auto run = run_scenario(scenario, {.seed = scenario.seed, .plan = std::move(plan), .measure = false});
  EXPECT_TRUE(run) << run.error();
  return std::move(*run);
}

/// Property by property, whether it failed.
std::vector<std::pair<std::string, bool>> failures_of(const RunResult& result) {
  std::vector<std::pair<std::string, bool>> failures;
  for (const PropertyResult& each : result.properties) {
    failures.emplace_back(each.name, each.verdict == Verdict::fail);
  }
  return failures;
}

/// Half of them with a mistake: what changes no verdict must change no bad one either.
rc::Gen<sim::Scenario> any_scenario() {
  return rc::gen::map(rc::gen::pair(gen::safe_scenario(), rc::gen::arbitrary<bool>()), [](const auto& drawn) {
    sim::Scenario scenario = drawn.first;
    if (drawn.second) scenario.design.consumers["catalog"].inbox = false;
    return scenario;
  });
}

TEST(SafeDesigns, keep_every_property_whatever_the_network_and_the_machines_do) {
  // Wrong: a combination of switches that is called safe isn't, or a judge cries wolf.
  EXPECT_TRUE(holds("every safe design passes", 60, [] {
    const sim::Scenario scenario = *gen::safe_scenario();
    const ScenarioRun run = run_of(scenario);
    RC_LOG() << run.result.reason << "\n";
    RC_ASSERT(run.result.verdict == Verdict::pass);
  }));
}

TEST(SafeDesigns, are_told_by_a_line_that_reproduces_them) {
  // Wrong: a failing law could not be looked at.
  EXPECT_TRUE(holds("a line reads back", 40, [] {
    const sim::Scenario scenario = *any_scenario();
    const std::string line = gen::reproduction_line(scenario);
    const std::size_t begin = line.find("' '") + 3;
    const std::size_t end = line.find("' > generated.yaml");
    const auto back = sim::parse_scenario(line.substr(begin, end - begin));
    RC_ASSERT(back.has_value());
    RC_ASSERT(*back == scenario);
  }));
}

TEST(MetamorphicLaws, one_handler_more_changes_no_verdict) {
  // Wrong: a design that is safe with so many handlers would not be with one more.
  EXPECT_TRUE(holds("one handler more", 25, [] {
    sim::Scenario scenario = *gen::safe_scenario();
    RC_ASSERT(run_of(scenario).result.verdict == Verdict::pass);
    ++scenario.design.command_queue.handlers;
    const RunResult more = run_of(scenario).result;
    RC_LOG() << more.reason << "\n";
    RC_ASSERT(more.verdict == Verdict::pass);
  }));
}

TEST(MetamorphicLaws, other_names_for_the_fridges_change_no_verdict) {
  // Wrong: a verdict would depend on how things are numbered.
  EXPECT_TRUE(holds("renamed fridges", 25, [] {
    sim::Scenario scenario = *gen::safe_scenario();
    const auto factor = *rc::gen::inRange<std::uint64_t>(2, 1000);
    const RunResult before = run_of(scenario).result;
    scenario = sim::with_script(scenario, scenario.seed);
    for (sim::ScriptStep& step : *scenario.workload.script) {
      const auto renamed = [&](std::uint64_t fridge) { return fridge * factor; };
      Intent& intent = step.intent;
      if (const auto* order = intent.body.as<smart_fridge::PlaceOrder>()) {
        smart_fridge::PlaceOrder other = *order;
        other.fridge.value = renamed(other.fridge.value);
        intent.body = Payload::of(other);
      } else if (intent.body) {
        intent.stream = StreamId::of(intent.stream.category(), renamed(intent.stream.number()));
      } else {
        intent.row.part = renamed(intent.row.part);
      }
    }
    RC_ASSERT(failures_of(run_of(scenario).result) == failures_of(before));
  }));
}

TEST(MetamorphicLaws, an_equal_plan_changes_no_verdict) {
  // Wrong: a plan would mean something else when its lines are in another order, or a delay told in two parts.
  EXPECT_TRUE(holds("an equal plan", 40, [] {
    const sim::Scenario scenario = *any_scenario();
    const ScenarioRun before = run_of(scenario);
    RC_ASSERT(run_of(scenario, before.plan).result.run.digest == before.result.run.digest);
    sim::FaultPlan split;
    for (const sim::Fault& fault : before.plan.faults) {
      split.faults.push_back(fault);
      const bool adds_up = fault.kind == sim::FaultKind::delay || fault.kind == sim::FaultKind::reorder;
      if (!adds_up) continue;
      split.faults.back().amount = fault.amount / 3;
      split.faults.push_back(fault);
      split.faults.back().amount = fault.amount - fault.amount / 3;
    }
    std::ranges::reverse(split.faults);
    const RunResult after = run_of(scenario, split).result;
    RC_ASSERT(failures_of(after) == failures_of(before.result));
    RC_ASSERT(after.run.deliveries == before.result.run.deliveries);
  }));
}

}  // namespace
}  // namespace crisper::properties
