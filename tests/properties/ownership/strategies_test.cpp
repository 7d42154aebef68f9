// Every ownership strategy against random workloads, faults and timing, with nothing else to protect the states.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
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
std::map<std::string, int> failures(std::string_view strategy, std::uint64_t runs, std::string_view settings = "",
                                    const MoreTargets& targets = {}) {
  std::map<std::string, int> found;
  for (std::uint64_t number = 1; number <= runs; ++number) {
    const std::string text = random_lunch(strategy, number, settings, "", targets);
    for (const PropertyResult& property : run_of(text, number).properties) {
      if (property.verdict == Verdict::fail) ++found[property.name];
    }
  }
  return found;
}

/// How often random runs without a failure wrote to a state.
std::uint64_t writes_of_safe_runs(std::string_view strategy, std::uint64_t runs, std::string_view settings,
                                  const MoreTargets& targets) {
  std::uint64_t handled = 0;
  for (std::uint64_t number = 1; number <= runs; ++number) {
    const std::string text = random_lunch(strategy, number, settings, "", targets);
    const RunResult result = run_of(text, number);
    EXPECT_EQ(result.verdict, Verdict::pass) << result.reason << text;
    if (result.verdict != Verdict::pass) break;
    for (const PropertyResult& property : result.properties) {
      if (property.name == "single_writer") handled += property.observed;
    }
  }
  return handled;
}

/// CRISPER_RANDOM_RUNS asks for more than the test needs to be quick.
std::uint64_t runs_or(std::uint64_t usual) {
  const char* asked = std::getenv("CRISPER_RANDOM_RUNS");
  return asked ? std::strtoull(asked, nullptr, 10) : usual;
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
  const std::uint64_t handled = writes_of_safe_runs(GetParam().name, runs_or(60), "", {});
  EXPECT_GT(handled, 1000u);  // a run in which nobody wrote would prove nothing
}

INSTANTIATE_TEST_SUITE_P(Ownership, EveryStrategy, testing::ValuesIn(those_with_a_claim()),
                         [](const auto& each) { return std::string(each.param.name); });

TEST(SafeOwnership, by_a_lock_service_of_several_replicas_survives_what_happens_to_them) {
  // If this fails, a lock service that is replicated so that it is always there grants a lock twice, or none.
  const MoreTargets replicas{"lock-service-1", "lock-service-2", "lock-service-3"};
  EXPECT_GT(writes_of_safe_runs("lease", runs_or(60), ", replicas: 3, failover: 200ms", replicas), 1000u);
}

TEST(SafeOwnership, by_actors_survives_what_happens_to_them_and_to_their_registry) {
  // If this fails, an actor that crashes, stops, leaves or is hidden by the network is missed, or has a double.
  const MoreTargets targets{"actor", "actor-registry"};
  for (const char* settings : {", idle: 100ms", ", idle: 300ms, unreachable: replace"}) {
    EXPECT_GT(writes_of_safe_runs("actor_per_stream", runs_or(60), settings, targets), 1000u);
  }
}

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

TEST(UnsafeOwnership, of_a_session_without_fencing_lets_a_paused_owner_write) {
  // If this fails, a session that ended behind its owner's back is believed to protect.
  EXPECT_GT(failures("lease", 250, ", fencing: off")["single_writer"], 0);
}

TEST(UnsafeOwnership, of_locks_that_are_not_waited_for_lets_two_in) {
  // If this fails, code that goes on without the lock is believed to have it.
  EXPECT_GT(failures("row_lock", 100, ", on_wait_timeout: go_on")["single_writer"], 0);
}

TEST(UnsafeOwnership, by_actors_that_may_be_doubled_and_are_not_fenced_loses_updates) {
  // If this fails, an actor that is only out of reach is believed to be gone.
  const MoreTargets targets{"actor", "actor-registry"};
  EXPECT_GT(failures("actor_per_stream", 250, ", fencing: off, unreachable: replace", targets)["single_writer"], 0);
}

TEST(UnsafeOwnership, by_actors_whose_turns_interleave_sells_what_is_not_there) {
  // If this fails, a turn that begins while another waits is believed to see what the other is about to do.
  EXPECT_GT(failures("actor_per_stream", 100, ", turns: reentrant")["stock_never_negative"], 0);
}

}  // namespace
}  // namespace crisper::properties
