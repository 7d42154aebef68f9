#include "tests/properties/core/ownership/mistakes.hpp"

namespace crisper::properties {
namespace {

const MoreTargets actors{"actor", "actor-registry"};
const MoreTargets replicas{"lock-service-1", "lock-service-2", "lock-service-3"};

}  // namespace

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

}  // namespace crisper::properties
