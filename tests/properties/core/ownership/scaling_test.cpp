// Handlers that come and go with work in flight (R41, the write side), and the executors, under every strategy.
#include <gtest/gtest.h>

#include <algorithm>
#include <ostream>

#include "core/base/rng.hpp"
#include "core/design/ownership_strategy.hpp"
#include "properties/scenario_run.hpp"
#include "sim/scenario/parse.hpp"
#include "tests/properties/core/ownership/random_lunch.hpp"

namespace crisper {
void PrintTo(const StrategyEntry& entry, std::ostream* out);  // GoogleTest looks here; strategies_test.cpp has it
}  // namespace crisper

namespace crisper::properties {
namespace {

/// The lunch of this number, with handlers that come and go.
sim::Scenario scaled_lunch(std::string_view strategy, std::uint64_t number) {
  const std::string text = random_lunch(strategy, number);
  auto lunch = sim::parse_scenario(text);
  EXPECT_TRUE(lunch.has_value()) << lunch.error().text() << text;
  Rng rng = Rng(number).fork("random scale");
  lunch->design.command_queue.scale = random_scale(rng);
  return std::move(*lunch);
}

RunResult run_of_scenario(const sim::Scenario& scenario, std::uint64_t seed) {
  auto run = run_scenario(scenario, {.seed = seed, .engine = "fast", .plan = {}, .trace_path = {}, .replay = {}});
  EXPECT_TRUE(run.has_value()) << run.error();
  return run->result;
}

std::vector<crisper::StrategyEntry> those_with_handlers_and_a_claim() {
  std::vector<crisper::StrategyEntry> found;
  std::ranges::copy_if(ownership_strategies(), std::back_inserter(found), [](const crisper::StrategyEntry& each) {
    return each.claims == StrategyClaim::safe && each.strategy != OwnershipStrategy::reliable_inbox;
  });
  return found;
}

class Scaling : public ::testing::TestWithParam<crisper::StrategyEntry> {};

TEST_P(Scaling, with_work_in_flight_and_faults_loses_nothing_and_repeats_nothing) {
  // R41. Wrong: a handler that is told to leave would take a command with it, or share a state with who comes next.
  for (std::uint64_t number = 1; number <= 40; ++number) {
    const sim::Scenario lunch = scaled_lunch(GetParam().name, number);
    const RunResult result = run_of_scenario(lunch, number);
    ASSERT_EQ(result.verdict, Verdict::pass) << result.reason << sim::to_yaml(lunch);
  }
}

TEST_P(Scaling, is_no_matter_to_a_process_for_each_state) {
  // Wrong: a registry that each handler has for itself would let two processes change one state.
  for (std::uint64_t number = 1; number <= 25; ++number) {
    sim::Scenario lunch = scaled_lunch(GetParam().name, number);
    lunch.design.executor.kind = ExecutorKind::per_entity;
    const RunResult result = run_of_scenario(lunch, number);
    ASSERT_EQ(result.verdict, Verdict::pass) << result.reason << sim::to_yaml(lunch);
  }
}

INSTANTIATE_TEST_SUITE_P(Ownership, Scaling, ::testing::ValuesIn(those_with_handlers_and_a_claim()),
                         [](const auto& each) { return std::string(each.param.name); });

}  // namespace
}  // namespace crisper::properties
