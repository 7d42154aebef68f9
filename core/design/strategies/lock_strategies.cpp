// table_lock, row_lock, multi_row_lock, lease: lock services, and what a lock of theirs covers.
#include "core/design/ownership_strategy.hpp"
#include "core/ownership/lease/lease_ownership.hpp"
#include "core/ownership/lease/lock_replica.hpp"
#include "core/ownership/lock/lock_ownership.hpp"
#include "core/ownership/lock/lock_service.hpp"

namespace crisper {
namespace {

/// Longer than any run: who waits without a policy waits for ever.
constexpr Duration for_ever = std::chrono::hours(24 * 365);

LockTableOptions table_options(const OwnershipDesign& chosen) {
  return {.detects_deadlocks = chosen.deadlock == DeadlockPolicy::detect_and_abort, .clock = chosen.taker_clock};
}

LockOwnershipOptions holder_options(const OwnershipDesign& chosen, LockScope scope) {
  return {.lock_service = {},
          .scope = scope,
          .in_order = scope == LockScope::category || chosen.deadlock == DeadlockPolicy::ordered,
          .lease = chosen.lease,
          .clock = chosen.holder_clock,
          .wait = chosen.deadlock == DeadlockPolicy::none ? for_ever : chosen.wait,
          .fencing = chosen.fencing,
          .goes_on_unlocked = chosen.on_wait_timeout == WaitTimeout::go_on};
}

StrategyPlan locks(StrategyBuild& build, LockScope scope) {
  LockOwnershipOptions options = holder_options(build.design.ownership, scope);
  options.lock_service =
      build.system.add({.name = "lock-service",
                        .role = "lock-service",
                        .factory = [table = table_options(build.design.ownership)] {
                          return std::make_unique<LockService>(table);
                        }});
  build.service.ownership = [options] { return std::make_unique<LockOwnership>(options); };
  return {.service = build.service};
}

}  // namespace

StrategyPlan strategies::table_lock(StrategyBuild& build) { return locks(build, LockScope::category); }
StrategyPlan strategies::row_lock(StrategyBuild& build) { return locks(build, LockScope::stream); }
StrategyPlan strategies::multi_row_lock(StrategyBuild& build) { return locks(build, LockScope::stream); }

StrategyPlan strategies::lease(StrategyBuild& build) {
  const OwnershipDesign& chosen = build.design.ownership;
  const auto replicas = std::make_shared<std::vector<ProcessId>>();  // they name each other
  const LockReplicaOptions replica{.table = table_options(chosen),
                                   .replication = {.replicas = replicas,
                                                   .synchronous = chosen.replication == Replication::synchronous,
                                                   .failover = chosen.failover}};
  for (std::uint32_t i = 1; i <= chosen.replicas; ++i) {
    replicas->push_back(build.system.add({.name = "lock-service-" + std::to_string(i),
                                          .role = "lock-service",
                                          .factory = [replica] { return std::make_unique<LockReplica>(replica); }}));
  }
  const LeaseOwnershipOptions holder{.locks = holder_options(chosen, LockScope::stream),
                                     .replicas = replicas,
                                     .watches_session = chosen.session_watch};
  build.service.ownership = [holder] { return std::make_unique<LeaseOwnership>(holder); };
  return {.service = build.service};
}

}  // namespace crisper
