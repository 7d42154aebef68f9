// The laws of owning a state, for any workload, faults and settings that come to mind: what breaks one is made small.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "core/design/ownership_strategy.hpp"
#include "tests/sim/core/scene.hpp"

namespace crisper::sim::pipeline {
namespace {

using namespace crisper::literals;
using enum ObservationKind;

Duration some_ms(int low, int high) { return *rc::gen::inRange(low, high) * 1ms; }

/// Few meals, many who want them. Where there is a strategy, nothing else protects the fridges.
Scene any_rush(OwnershipStrategy strategy) {
  Scene scene;
  scene.seed = *rc::gen::inRange<std::uint64_t>(1, 1'000'000);
  scene.design.ownership.strategy = strategy;
  scene.design.event_store.append = AppendCheck::any;
  scene.design.command_queue.handlers = *rc::gen::inRange<std::uint32_t>(2, 6);
  scene.design.command_queue.dead_letter_after = 1000;
  const auto fridges = *rc::gen::inRange<std::uint64_t>(1, 3);
  scene.kitchen(fridges, *rc::gen::inRange<std::int64_t>(1, 6));
  const auto customers = *rc::gen::inRange<std::uint64_t>(2, 7);
  for (std::uint64_t customer = 1; customer <= customers; ++customer) {
    scene.customer({.customer = customer,
                    .count = *rc::gen::inRange<std::uint64_t>(1, 4),
                    .fridge = 1 + customer % fridges,
                    .every = some_ms(0, 12)});
  }
  return scene;
}

/// Any network that is none of the worst.
void with_any_network(Scene& scene) {
  const auto chance = [] { return Probability{Probability::one / 100 * *rc::gen::inRange<std::uint32_t>(0, 12)}; };
  scene.faults.push_back({.kind = FaultKind::loss, .rate = chance(), .lasting = 2s});
  scene.faults.push_back({.kind = FaultKind::duplicate, .rate = chance(), .lasting = 2s});
  scene.faults.push_back({.kind = FaultKind::delay,
                          .rate = chance(),
                          .lasting = 2s,
                          .amount_min = 1ms,
                          .amount_max = some_ms(2, 60)});
}

void with_any_crashes(Scene& scene) {
  const auto times = *rc::gen::inRange(0, 4);
  for (int i = 0; i < times; ++i) {
    scene.faults.push_back({.kind = FaultKind::crash,
                            .to = "handler-" + std::to_string(*rc::gen::inRange(1, 3)),
                            .at = sim_start + some_ms(10, 200),
                            .restart_after = some_ms(1, 100)});
  }
}

/// Holders that stop for longer than they may hold.
void with_any_pauses(Scene& scene) {
  scene.design.ownership.lease = some_ms(60, 200);
  const auto times = *rc::gen::inRange(1, 5);
  for (int i = 0; i < times; ++i) {
    scene.faults.push_back({.kind = FaultKind::pause,
                            .to = "handler-" + std::to_string(*rc::gen::inRange(1, 3)),
                            .at = sim_start + some_ms(10, 200),
                            .lasting = some_ms(50, 500)});
  }
}

OwnershipStrategy any_lock() {
  return *rc::gen::element(OwnershipStrategy::table_lock, OwnershipStrategy::row_lock,
                           OwnershipStrategy::multi_row_lock, OwnershipStrategy::lease);
}

RC_GTEST_PROP(OwnershipLaw, no_two_are_inside_a_locked_state_at_once_while_leases_last, ()) {
  // Wrong: mutual exclusion, which is all that a lock is for.
  Scene scene = any_rush(any_lock());
  scene.design.ownership.lease = 1min;  // a lost answer is waited for for a third of it
  scene.design.ownership.wait = 300ms;
  with_any_network(scene);
  const Played played = play(scene);
  std::map<StreamId, ProcessId> inside;
  for (const Observation& each : played.ledger->all({state_entered, state_left})) {
    if (each.kind == state_left) {
      inside.erase(each.stream);
    } else {
      RC_ASSERT(!inside.contains(each.stream));
      inside[each.stream] = each.process;
    }
  }
  RC_ASSERT(played.ledger->count(lock_granted) > 0u);
}

RC_GTEST_PROP(OwnershipLaw, fencing_tokens_only_grow_and_those_of_the_past_are_refused, ()) {
  // Wrong: a token that comes twice, or a store that takes a lower one, lets a holder of the past write over the next.
  Scene scene = any_rush(any_lock());
  with_any_network(scene);
  with_any_pauses(scene);
  const Played played = play(scene);
  std::map<StreamId, std::int64_t> granted;
  for (const Observation& each : played.ledger->all({lock_granted})) {
    std::int64_t& last = granted[each.stream];
    RC_ASSERT(each.a > last);
    last = each.a;
  }
  RC_ASSERT(!granted.empty());
  RC_ASSERT(played.wrong() == "");
}

RC_GTEST_PROP(OwnershipLaw, no_update_is_lost_under_any_strategy_that_claims_so, ()) {
  // Wrong: two decide on the same state, and what one of them did is as if it had not been.
  std::vector<OwnershipStrategy> safe;
  for (const StrategyEntry& each : ownership_strategies()) safe.push_back(each.strategy);
  std::erase(safe, OwnershipStrategy::none);
  std::erase(safe, OwnershipStrategy::commutative);
  Scene scene = any_rush(*rc::gen::elementOf(safe));
  with_any_network(scene);
  with_any_crashes(scene);
  with_any_pauses(scene);
  const Played played = play(scene);
  RC_ASSERT(played.wrong() == "");
  RC_ASSERT(played.ledger->count(event_appended) > 0u);
}

RC_GTEST_PROP(OwnershipLaw, quotas_never_go_below_zero_and_add_up_to_the_stock, ()) {
  // Wrong: a share that is lent twice sells a meal twice; one that is returned to nobody is sold never.
  Scene scene = any_rush(OwnershipStrategy::escrow);
  scene.design.ownership.quota_size = *rc::gen::inRange<std::uint32_t>(1, 5);
  with_any_network(scene);
  with_any_crashes(scene);
  const Played played = play(scene);
  RC_ASSERT(played.wrong() == "");
  RC_ASSERT(played.ledger->lowest_stock() >= 0);
  // All stock is in the quota of whoever loaded it, until it is returned: the service has what came and did not go.
  std::map<StreamId, std::int64_t> unallocated;
  for (const Observation& each : played.ledger->all({quota_lent, quota_returned})) {
    unallocated[each.stream] += each.kind == quota_lent ? -each.a : each.a;
    RC_ASSERT(each.b == unallocated[each.stream]);
    RC_ASSERT(each.b >= 0);
  }
  RC_CLASSIFY(!unallocated.empty());
}

RC_GTEST_PROP(OwnershipLaw, optimistic_retries_end_or_starvation_is_reported, ()) {
  // Wrong: a loser would decide again for ever, or be forgotten without anybody hearing of it.
  Scene scene = any_rush(OwnershipStrategy::optimistic);
  scene.design.ownership.retries = *rc::gen::inRange<std::uint32_t>(0, 3);
  scene.design.ownership.backoff = some_ms(0, 3);
  scene.design.command_queue.dead_letter_after = *rc::gen::inRange<std::uint32_t>(1, 4);
  const Played played = play(scene);
  RC_ASSERT(played.wrong({.dead_letters = true}) == "");
  std::map<MessageId, std::uint32_t> refused;
  for (const Observation& each : played.ledger->all({append_refused})) ++refused[each.message];
  std::uint64_t dead = 0;
  for (const auto& [id, command] : played.ledger->commands()) {
    RC_ASSERT(command.completed == 1);  // done, decided against, or told to be given up
    RC_ASSERT(static_cast<std::uint32_t>(command.dispatched) <= scene.design.command_queue.dead_letter_after);
    dead += command.status == CommandStatus::dead_lettered;
  }
  RC_ASSERT(dead == played.ledger->count(command_dead_lettered));
  RC_ASSERT(played.end.quiet || dead > 0u);  // an order whose command was given up may stay open
}

}  // namespace
}  // namespace crisper::sim::pipeline
