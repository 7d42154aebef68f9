// When keys count that say how commands are carried out: who owns a state, who decides.
#include "sim/scenario/applies.hpp"

#include <algorithm>
#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

#include "core/base/in_a_row.hpp"
#include "core/design/ownership_strategy.hpp"
#include "sim/domain/registry.hpp"
#include "sim/scenario/scenario.hpp"

namespace crisper::sim {
namespace {

const OwnershipDesign& ownership_of(const Occasion& here) { return here.design().ownership; }

bool has(const Occasion& here, OwnershipStrategy strategy) { return ownership_of(here).strategy == strategy; }

Applies strategies(std::vector<OwnershipStrategy> chosen) {
  std::vector<std::string> names;
  for (const OwnershipStrategy each : chosen) names.emplace_back(entry_of(each).name);
  return {"ownership.strategy " + in_a_row(names, "or"), [chosen = std::move(chosen)](const Occasion& here) {
            return std::ranges::find(chosen, ownership_of(here).strategy) != chosen.end();
          }};
}

Applies strategies_where(bool (*chosen)(const StrategyEntry&)) {
  std::vector<OwnershipStrategy> all;
  for (const StrategyEntry& each : ownership_strategies()) {
    if (chosen(each)) all.push_back(each.strategy);
  }
  return strategies(std::move(all));
}

/// Executors of the design's own choosing: these strategies bring their processes along.
bool chooses_executor(const Occasion& here) {
  return !has(here, OwnershipStrategy::single_process) && !has(here, OwnershipStrategy::actor_per_stream) &&
         !has(here, OwnershipStrategy::reliable_inbox);
}

bool executes_in(const Occasion& here, std::initializer_list<ExecutorKind> kinds) {
  return std::ranges::find(kinds, here.design().executor.kind) != kinds.end();
}

bool shares_executors(const Occasion& here) {
  return has(here, OwnershipStrategy::escrow) &&
         executes_in(here, {ExecutorKind::per_entity, ExecutorKind::per_request});
}

}  // namespace

namespace when {

// ---- design.ownership

Applies leases() {
  return strategies_where([](const StrategyEntry& each) { return each.leases; });
}

Applies counted_leases() {
  using enum OwnershipStrategy;
  return strategies({table_lock, row_lock, multi_row_lock, lease, actor_per_stream});
}

Applies locks() {
  return strategies_where([](const StrategyEntry& each) { return each.keeps_out_by == KeepsOutBy::locks; });
}

Applies waits() {
  return {"ownership.strategy escrow, or one with locks and another ownership.deadlock than none",
          [locks = locks()](const Occasion& here) {
            return has(here, OwnershipStrategy::escrow) ||
                   (locks.holds(here) && ownership_of(here).deadlock != DeadlockPolicy::none);
          }};
}

Applies lease_replicas() { return strategies({OwnershipStrategy::lease}); }

Applies several_replicas() {
  return both(lease_replicas(),
              {"ownership.replicas above 1", [](const Occasion& here) { return ownership_of(here).replicas > 1; }});
}

Applies actors() { return strategies({OwnershipStrategy::actor_per_stream}); }
Applies decides_again() { return strategies({OwnershipStrategy::optimistic, OwnershipStrategy::escrow}); }

Applies merges() {
  return both(strategies({OwnershipStrategy::optimistic}),
              {"a business that says what merges",
               [](const Occasion& here) { return static_cast<bool>(make_domain(here.scenario)->merging()); }});
}

Applies partitioned() {
  return strategies_where([](const StrategyEntry& each) { return each.keeps_out_by == KeepsOutBy::partitions; });
}

Applies groups() { return strategies({OwnershipStrategy::partition_and_lock}); }
Applies escrow() { return strategies({OwnershipStrategy::escrow}); }

Applies versions_checked() {
  return strategies_where([](const StrategyEntry& each) {
    return each.strategy != OwnershipStrategy::optimistic && each.strategy != OwnershipStrategy::commutative &&
           each.strategy != OwnershipStrategy::escrow && each.strategy != OwnershipStrategy::reliable_inbox;
  });
}

Applies held_until_back() {
  return {"ownership.hold_until published_back",
          [](const Occasion& here) { return ownership_of(here).hold_until == HoldUntil::published_back; }};
}

// ---- design.command_queue and design.executor

Applies command_queue() {
  return {"any ownership.strategy but reliable_inbox, whose queue is in the store",
          [](const Occasion& here) { return !has(here, OwnershipStrategy::reliable_inbox); }};
}

Applies duplicate_window() {
  return both(
      {"command_queue.duplicates window",
       [](const Occasion& here) { return here.design().command_queue.duplicates == DuplicateDetection::window; }},
      command_queue());
}

Applies executor_kind() {
  return {
      "any ownership.strategy but reliable_inbox; of single_process and actor_per_stream, which have processes "
      "of their own, only per_request",
      [](const Occasion& here) {
        return chooses_executor(here) ||
               (!has(here, OwnershipStrategy::reliable_inbox) && executes_in(here, {ExecutorKind::per_request}));
      }};
}

Applies pool() {
  return {
      "executor.kind pool or forwarded, or with ownership.strategy escrow and executor.kind per_entity or "
      "per_request",
      [](const Occasion& here) {
        const bool chosen = executes_in(here, {ExecutorKind::pool, ExecutorKind::forwarded});
        return (chooses_executor(here) && chosen) || shares_executors(here);
      }};
}

Applies executor_alone() {
  return {"executor.kind singleton, pool or forwarded", [](const Occasion& here) {
            return chooses_executor(here) &&
                   executes_in(here, {ExecutorKind::singleton, ExecutorKind::pool, ExecutorKind::forwarded});
          }};
}

Applies executor_called() {
  return {
      "executor.kind singleton, pool, forwarded or per_entity, or with ownership.strategy single_process or "
      "actor_per_stream, or with escrow and per_request",
      [](const Occasion& here) {
        if (has(here, OwnershipStrategy::reliable_inbox)) return false;
        return !chooses_executor(here) || shares_executors(here) ||
               executes_in(here, {ExecutorKind::singleton, ExecutorKind::pool, ExecutorKind::forwarded,
                                  ExecutorKind::per_entity});
      }};
}

Applies executor_awaited() {
  return both(executor_called(), {"another executor.send than cast where that counts", [](const Occasion& here) {
                                    return !chooses_executor(here) || !sends_by_cast(here.design().executor);
                                  }});
}

}  // namespace when

}  // namespace crisper::sim
