// R31: one partition, a consistent design and an available one, and what each gave up: what docs/guide/cap.md says.
#include <algorithm>
#include <string>

#include "properties/scenario_run.hpp"
#include "sim/scenario/parse.hpp"
#include "tests/properties/core/publication/deliveries.hpp"

namespace crisper::properties {
namespace {

using namespace std::chrono_literals;

RunResult example(const std::string& name, std::uint64_t seed) {
  auto scenario = sim::load_scenario(CRISPER_SOURCE_DIR "/scenarios/examples/" + name);
  EXPECT_TRUE(scenario.has_value()) << scenario.error().text();
  if (!scenario) return {};
  scenario->properties.push_back({.name = "answered_in_step", .threshold = std::nullopt});
  auto run = run_scenario(*scenario, {.seed = seed, .engine = "fast", .plan = {}, .trace_path = {}, .replay = {}});
  EXPECT_TRUE(run.has_value()) << run.error();
  return run->result;
}

Verdict verdict_on(const RunResult& result, const std::string& property) {
  const auto found = std::ranges::find(result.properties, property, &PropertyResult::name);
  return found == result.properties.end() ? Verdict::unknown : found->verdict;
}

TEST(Cap, the_two_designs_meet_the_same_partition) {
  // Wrong: the pair would compare two days instead of two designs.
  auto consistent = sim::load_scenario(CRISPER_SOURCE_DIR "/scenarios/examples/cap_consistent.yaml");
  auto available = sim::load_scenario(CRISPER_SOURCE_DIR "/scenarios/examples/cap_available.yaml");
  ASSERT_TRUE(consistent.has_value() && available.has_value());
  EXPECT_EQ(consistent->workload, available->workload);
  EXPECT_EQ(consistent->faults, available->faults);
  EXPECT_EQ(consistent->deployment, available->deployment);
  consistent->design.publication.method = available->design.publication.method;
  EXPECT_EQ(consistent->design, available->design) << "the method is all that differs";
}

TEST(Cap, the_consistent_design_shows_nobody_an_old_view_and_lets_orders_wait) {
  // Wrong: two-phase commit would seem to cost nothing in a partition, or not to be consistent.
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    const RunResult result = example("cap_consistent.yaml", seed);
    EXPECT_EQ(verdict_on(result, "answered_in_step"), Verdict::pass) << result.reason;
    EXPECT_LT(result.metrics.times.at("staleness.catalog").max, 1s);
    EXPECT_GT(result.metrics.counts.at("commands_given_up"), 20u) << "customers who went away";
  }
}

TEST(Cap, the_available_design_answers_every_order_and_shows_readers_what_was) {
  // Wrong: an outbox would seem to be available at no price, or to stop.
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    const RunResult result = example("cap_available.yaml", seed);
    EXPECT_EQ(result.metrics.counts.at("commands_given_up"), 0u);
    EXPECT_LT(result.metrics.times.at("order_latency").max, 1s);
    EXPECT_EQ(verdict_on(result, "answered_in_step"), Verdict::fail);
    EXPECT_GT(result.metrics.times.at("staleness.catalog").max, 4s) << "as long as the partition, about";
    EXPECT_EQ(verdict_on(result, "projection_matches_log"), Verdict::pass) << "in the end";
  }
}

}  // namespace
}  // namespace crisper::properties
