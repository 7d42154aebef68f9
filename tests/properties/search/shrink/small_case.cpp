#include "tests/properties/search/shrink/small_case.hpp"

#include <gtest/gtest.h>

#include "properties/scenario_run.hpp"
#include "sim/scenario/parse.hpp"

namespace crisper::properties {

RunCase written_run(const std::string& text, std::uint64_t seed) {
  const auto scenario = sim::parse_scenario(text);
  EXPECT_TRUE(scenario) << scenario.error().text();
  const auto run = run_scenario(*scenario, {.seed = seed, .judge = false});
  EXPECT_TRUE(run) << run.error();
  RunCase written{.scenario = sim::with_script(*scenario, seed), .plan = run->plan, .seed = seed};
  written.scenario.faults.clear();
  written.scenario.seed = seed;
  written.scenario.engine = "fast";
  return written;
}

RunCase duplicated_lunch(std::uint64_t seed) {
  return written_run(R"(
crisper: 1
name: duplicated lunch
design:
  command_queue: {handlers: 3}
  consumers: {catalog: {inbox: off, sequencer: off}}
deployment: {hosts: 3}
workload:
  orders: {count: 20, rate: 20/s, customers: 6, fridges: 2, meals: 2}
  restock: {initial: 4}
faults:
  - {duplicate: 30%, on: {to: catalog}}
  - {loss: 1%}
properties: [all]
)",
                     seed);
}

std::optional<Cause> cause_of_run(const RunCase& run) {
  const auto result = run_scenario(run.scenario, {.seed = run.seed, .engine = run.engine, .plan = run.plan});
  EXPECT_TRUE(result) << result.error();
  return cause_of(result->result);
}

int removals_that_still_fail(const RunCase& run, const Cause& cause) {
  int still = 0;
  for (std::size_t i = 0; i < run.scenario.workload.script->size(); ++i) {
    RunCase less = run;
    less.scenario.workload.script->erase(less.scenario.workload.script->begin() + static_cast<std::ptrdiff_t>(i));
    still += try_case(narrowed(less, cause), cause).end == Trial::End::same;
  }
  for (std::size_t i = 0; i < run.plan.faults.size(); ++i) {
    RunCase less = run;
    less.plan.faults.erase(less.plan.faults.begin() + static_cast<std::ptrdiff_t>(i));
    still += try_case(narrowed(less, cause), cause).end == Trial::End::same;
  }
  return still;
}

SmallestSoFar begun(const RunCase& run) {
  const auto cause = cause_of_run(run);
  EXPECT_TRUE(cause);
  SmallestSoFar smallest(run, cause.value_or(Cause{}), {});
  EXPECT_TRUE(smallest.run_first());
  return smallest;
}

}  // namespace crisper::properties
