// Every ownership strategy against random workloads, faults and timing, with nothing else to protect the states.
#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <ostream>
#include <vector>

#include "core/ownership/strategy.hpp"
#include "properties/scenario_run.hpp"
#include "sim/scenario/parse.hpp"
#include "tests/properties/ownership/random_lunch.hpp"

namespace crisper {
void PrintTo(const StrategyEntry& entry, std::ostream* out) { *out << entry.name; }  // GoogleTest looks for it here
}  // namespace crisper

namespace crisper::properties {
namespace {

RunResult run_of(const std::string& text, std::uint64_t seed) {
  const auto scenario = sim::parse_scenario(text);
  EXPECT_TRUE(scenario.has_value()) << scenario.error().text() << text;
  auto run = run_scenario(*scenario, {.seed = seed, .engine = "fast", .plan = {}, .trace_path = {}, .replay = {}});
  EXPECT_TRUE(run.has_value()) << run.error() << text;
  return run->result;
}

/// How many of so many random runs break each property.
std::map<std::string, int> failures(std::string_view strategy, std::uint64_t runs, std::string_view settings = "") {
  std::map<std::string, int> found;
  for (std::uint64_t number = 1; number <= runs; ++number) {
    for (const PropertyResult& property : run_of(random_lunch(strategy, number, settings), number).properties) {
      if (property.verdict == Verdict::fail) ++found[property.name];
    }
  }
  return found;
}

/// All but those that keep nobody out, and say so: these are tried by name below.
std::vector<StrategyEntry> those_with_a_claim() {
  std::vector<StrategyEntry> found;
  std::ranges::copy_if(ownership_strategies(), std::back_inserter(found), [](const StrategyEntry& each) {
    return each.strategy != OwnershipStrategy::none && each.strategy != OwnershipStrategy::commutative;
  });
  return found;
}

class EveryStrategy : public testing::TestWithParam<StrategyEntry> {};

TEST_P(EveryStrategy, that_claims_to_keep_states_apart_does) {
  // If this fails, a design that is called safe sells a meal twice, loses an update or leaves an order hanging.
  std::uint64_t handled = 0;
  for (std::uint64_t number = 1; number <= 60; ++number) {
    const std::string text = random_lunch(GetParam().name, number);
    const RunResult result = run_of(text, number);
    ASSERT_EQ(result.verdict, Verdict::pass) << result.reason << text;
    for (const PropertyResult& property : result.properties) {
      if (property.name == "single_writer") handled += property.observed;
    }
  }
  EXPECT_GT(handled, 1000u);  // a run in which nobody wrote would prove nothing
}

INSTANTIATE_TEST_SUITE_P(Ownership, EveryStrategy, testing::ValuesIn(those_with_a_claim()),
                         [](const auto& each) { return std::string(each.param.name); });

TEST(UnsafeOwnership, that_keeps_nobody_out_sells_what_is_not_there) {
  // If this fails, the judges no longer see the mistake that all the strategies exist to prevent.
  auto found = failures("none", 40);
  EXPECT_GT(found["single_writer"], 0);
  EXPECT_GT(found["stock_never_negative"], 0);
}

TEST(UnsafeOwnership, that_calls_everything_commutative_goes_below_zero) {
  // If this fails, merging counters seems to keep a bound that it can't keep.
  EXPECT_GT(failures("commutative", 40)["stock_never_negative"], 0);
}

TEST(UnsafeOwnership, of_a_lock_without_fencing_lets_a_paused_owner_write) {
  // If this fails, a lease that ran out behind its owner's back is believed to protect.
  EXPECT_GT(failures("row_lock", 250, ", fencing: off")["single_writer"], 0);
}

}  // namespace
}  // namespace crisper::properties
