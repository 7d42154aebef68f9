// Ways to own a state that are wrong, against random workloads, faults and schedules: each must be found out, and for
// its own reason.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>
#include <ostream>

#include "tests/properties/ownership/random_run.hpp"
#include "tests/properties/run_numbers.hpp"

namespace crisper::properties {
namespace {

struct Mistake {
  std::string name;
  std::string broken;  ///< the property that must fail within a thousand runs
  RandomRuns runs;
};

void PrintTo(const Mistake& mistake, std::ostream* out) { *out << mistake.name; }

const std::string baskets = "  baskets: {rate: 30/s, clients: 3, fridges: 2..3}\n";
const MoreTargets actors{"actor", "actor-registry"};
const MoreTargets replicas{"lock-service-1", "lock-service-2", "lock-service-3"};

std::vector<Mistake> mistakes() {
  return {
      {"nobody_is_kept_out", "single_writer", {.strategy = "none"}},
      {"nobody_is_kept_out_and_stock_is_sold_twice", "stock_never_negative", {.strategy = "none"}},
      {"everything_is_called_commutative", "stock_never_negative", {.strategy = "commutative"}},
      {"table_lock_without_fencing", "single_writer", {.strategy = "table_lock", .settings = ", fencing: off"}},
      {"row_lock_without_fencing", "single_writer", {.strategy = "row_lock", .settings = ", fencing: off"}},
      {"multi_row_lock_without_fencing", "single_writer", {.strategy = "multi_row_lock", .settings = ", fencing: off"}},
      {"lease_without_fencing", "single_writer", {.strategy = "lease", .settings = ", fencing: off"}},
      {"lease_unwatched_without_fencing",
       "single_writer",
       {.strategy = "lease", .settings = ", fencing: off, session_watch: off"}},
      {"lock_granted_again_after_a_failover",
       "single_writer",
       {.strategy = "lease",
        .settings = ", fencing: off, replicas: 3, failover: 60ms, replication: asynchronous",
        .targets = replicas}},
      {"lock_not_waited_for", "single_writer", {.strategy = "row_lock", .settings = ", on_wait_timeout: go_on"}},
      {"locks_in_no_order_and_no_policy",
       "no_deadlock",
       {.strategy = "multi_row_lock", .settings = ", deadlock: none", .workload = baskets}},
      {"partitioned_queue_without_fencing",
       "single_writer",
       {.strategy = "partitioned_queue", .settings = ", fencing: off"}},
      {"partition_and_lock_without_fencing",
       "single_writer",
       {.strategy = "partition_and_lock", .settings = ", fencing: off"}},
      {"actor_with_a_double",
       "single_writer",
       {.strategy = "actor_per_stream", .settings = ", fencing: off, unreachable: replace", .targets = actors}},
      {"actor_whose_turns_interleave",
       "stock_never_negative",
       {.strategy = "actor_per_stream", .settings = ", turns: reentrant"}},
  };
}

class OwnershipMistake : public testing::TestWithParam<Mistake> {};

TEST_P(OwnershipMistake, is_found_out_within_a_thousand_runs) {
  // If this fails, the judges no longer see a mistake that the strategies exist to prevent, or chance never makes it.
  const RunNumbers numbers = run_numbers(1000);
  for (std::uint64_t number = numbers.first; number <= numbers.last; ++number) {
    const RunResult result = random_run(GetParam().runs, number);
    const auto broken = std::ranges::find(result.properties, GetParam().broken, &PropertyResult::name);
    ASSERT_NE(broken, result.properties.end());
    if (broken->verdict != Verdict::fail) continue;
    RecordProperty("first_failing_run", std::to_string(number));
    std::cout << fmt::format("{} fails first in run {}: {}\n", GetParam().broken, number, broken->reason);
    return;
  }
  ADD_FAILURE() << "never failed " << GetParam().broken;
}

INSTANTIATE_TEST_SUITE_P(Ownership, OwnershipMistake, testing::ValuesIn(mistakes()),
                         [](const auto& each) { return each.param.name; });

}  // namespace
}  // namespace crisper::properties
