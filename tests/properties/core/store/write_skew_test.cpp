// R39: write skew in whole runs: two technicians who each look at the other's fridge and switch off their own.
#include <gtest/gtest.h>

#include "properties/scenario_run.hpp"
#include "sim/scenario/parse.hpp"
#include "tests/properties/core/publication/deliveries.hpp"

namespace crisper::properties {
namespace {

/// The verdict of the example with these settings.
Verdict stand_in_was_on(IsolationLevel isolation, OwnershipStrategy strategy, std::uint64_t seed) {
  auto scenario = sim::load_scenario(CRISPER_SOURCE_DIR "/scenarios/examples/write_skew.yaml");
  EXPECT_TRUE(scenario.has_value()) << scenario.error().text();
  scenario->design.event_store.isolation = isolation;
  scenario->design.ownership.strategy = strategy;
  const auto run =
      run_scenario(*scenario, {.seed = seed, .engine = "fast", .plan = {}, .trace_path = {}, .replay = {}});
  EXPECT_TRUE(run.has_value()) << run.error();
  for (const PropertyResult& each : run->result.properties) {
    if (each.name == "stand_in_was_on") return each.verdict;
  }
  return Verdict::unknown;
}

TEST(WriteSkew, comes_with_repeatable_read_and_not_with_serializable_or_with_both_locks) {
  // R39. Wrong: a level would keep two who read each other's state apart, or not, unlike its name.
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    SCOPED_TRACE(seed);
    const auto optimistic = OwnershipStrategy::optimistic;
    EXPECT_EQ(stand_in_was_on(IsolationLevel::read_committed, optimistic, seed), Verdict::fail);
    EXPECT_EQ(stand_in_was_on(IsolationLevel::repeatable_read, optimistic, seed), Verdict::fail);
    EXPECT_EQ(stand_in_was_on(IsolationLevel::serializable, optimistic, seed), Verdict::pass);
    EXPECT_EQ(stand_in_was_on(IsolationLevel::repeatable_read, OwnershipStrategy::multi_row_lock, seed), Verdict::pass);
  }
}

}  // namespace
}  // namespace crisper::properties
