// Every ownership strategy against random workloads, faults, timing, schedules, numbers of handlers and executors, with
// nothing else to protect the states. Usually a few runs of each; `ctest -C slow -L slow` makes ten thousand.
#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>
#include <ostream>
#include <vector>

#include "core/design/ownership_strategy.hpp"
#include "tests/properties/core/ownership/random_run.hpp"
#include "tests/properties/run_numbers.hpp"

namespace crisper {
void PrintTo(const StrategyEntry& entry, std::ostream* out) { *out << entry.name; }  // GoogleTest looks for it here
}  // namespace crisper

namespace crisper::properties {
namespace {

/// How often random runs, all without a failure, wrote to a state. Ends at the first that does not pass.
std::uint64_t writes_of_safe_runs(const RandomRuns& runs) {
  const RunNumbers numbers = run_numbers(60);
  std::uint64_t written = 0;
  for (std::uint64_t number = numbers.first; number <= numbers.last; ++number) {
    const RunResult result = random_run(runs, number);
    EXPECT_EQ(result.verdict, Verdict::pass) << result.reason << '\n' << describe_random_run(runs, number);
    if (result.verdict != Verdict::pass) break;
    for (const PropertyResult& property : result.properties) {
      if (property.name == "single_writer") written += property.observed;
    }
  }
  ::testing::Test::RecordProperty("writes", std::to_string(written));
  // A run in which nobody wrote would prove nothing.
  EXPECT_GT(written, 15 * numbers.count());
  return written;
}

/// All but those that keep nobody out, and say so: these are tried among the mistakes (mistakes_test.cpp).
std::vector<crisper::StrategyEntry> those_with_a_claim() {
  std::vector<crisper::StrategyEntry> found;
  std::ranges::copy_if(ownership_strategies(), std::back_inserter(found), [](const crisper::StrategyEntry& each) {
    return each.claims == StrategyClaim::safe;
  });
  return found;
}

class EveryStrategy : public ::testing::TestWithParam<crisper::StrategyEntry> {};

TEST_P(EveryStrategy, that_claims_to_keep_states_apart_does) {
  // If this fails, a design that is called safe sells a meal twice, loses an update or leaves an order hanging.
  writes_of_safe_runs({.strategy = std::string(GetParam().name)});
}

INSTANTIATE_TEST_SUITE_P(Ownership, EveryStrategy, ::testing::ValuesIn(those_with_a_claim()),
                         [](const auto& each) { return std::string(each.param.name); });

TEST(SafeOwnership, by_a_lock_service_of_several_replicas_survives_what_happens_to_them) {
  // If this fails, a lock service that is replicated so that it is always there grants a lock twice, or none.
  writes_of_safe_runs({.strategy = "lease",
                       .settings = ", replicas: 3, failover: 200ms",
                       .targets = {"lock-service-1", "lock-service-2", "lock-service-3"}});
}

TEST(SafeOwnership, by_actors_survives_what_happens_to_them_and_to_their_registry) {
  // If this fails, an actor that crashes, stops, leaves or is hidden by the network is missed, or has a double.
  for (const char* settings : {", idle: 100ms", ", idle: 300ms, unreachable: replace"}) {
    writes_of_safe_runs(
        {.strategy = "actor_per_stream", .settings = settings, .targets = {"actor", "actor-registry"}});
  }
}

}  // namespace
}  // namespace crisper::properties
