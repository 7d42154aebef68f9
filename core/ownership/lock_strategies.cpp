// table_lock, row_lock, multi_row_lock: one lock service, and what a lock of it covers.
#include "core/ownership/lock_ownership.hpp"
#include "core/ownership/lock_service.hpp"
#include "core/ownership/strategy.hpp"

namespace crisper {
namespace {

/// Longer than any run: who waits without a policy waits for ever.
constexpr Duration for_ever = std::chrono::hours(24 * 365);

StrategyPlan locks(StrategyBuild& build, LockScope scope) {
  const OwnershipDesign& chosen = build.design.ownership;
  const LockServiceOptions service{.detects_deadlocks = chosen.deadlock == DeadlockPolicy::detect_and_abort};
  const LockOwnershipOptions options{
      .lock_service = build.add({.name = "lock-service",
                                 .role = "lock-service",
                                 .factory = [service] { return std::make_unique<LockService>(service); }}),
      .scope = scope,
      .in_order = scope == LockScope::category || chosen.deadlock == DeadlockPolicy::ordered,
      .lease = chosen.lease,
      .wait = chosen.deadlock == DeadlockPolicy::none ? for_ever : chosen.wait,
      .fencing = chosen.fencing};
  build.service.ownership = [options] { return std::make_unique<LockOwnership>(options); };
  return {.service = build.service};
}

}  // namespace

StrategyPlan strategies::table_lock(StrategyBuild& build) { return locks(build, LockScope::category); }
StrategyPlan strategies::row_lock(StrategyBuild& build) { return locks(build, LockScope::stream); }
StrategyPlan strategies::multi_row_lock(StrategyBuild& build) { return locks(build, LockScope::stream); }

}  // namespace crisper
