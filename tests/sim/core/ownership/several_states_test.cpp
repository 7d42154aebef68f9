// Commands on several states at once: all parts or none, and what locking in opposite orders does (R11).
#include <gtest/gtest.h>

#include "core/design/ownership_strategy.hpp"
#include "tests/sim/core/scene.hpp"

namespace crisper::sim::pipeline {
namespace {

using smart_fridge::FridgeId;
using smart_fridge::LoadMeals;
using smart_fridge::MealId;

StreamId fridge(std::uint64_t number) { return stream_of(FridgeId{number}); }

/// Two vans that fill fridges 1 and 2 with one command each time: one begins with 1, the other with 2.
Scene two_vans(OwnershipStrategy strategy, DeadlockPolicy deadlock, std::uint64_t trips = 20) {
  Scene scene;
  scene.design.ownership.strategy = strategy;
  scene.design.ownership.deadlock = deadlock;
  scene.design.ownership.lease = std::chrono::seconds(1);
  scene.design.event_store.append = AppendCheck::any;
  for (std::uint64_t van = 1; van <= 2; ++van) {
    ClientScript script{.name = "van-" + std::to_string(van), .role = "van", .closed = false, .intents = {}};
    for (std::uint64_t trip = 1; trip <= trips; ++trip) {
      const Payload load = Payload::of(LoadMeals{.meal = MealId{1}, .quantity = 1});
      script.intents.push_back({.at = SimTime(std::chrono::milliseconds(20 * trip)),
                                .command = CommandId{van * 1000 + trip},
                                .stream = fridge(van),
                                .body = load,
                                .also = {{.stream = fridge(3 - van), .body = load}},
                                .view = {},
                                .row = {}});
    }
    scene.clients.push_back(std::move(script));
  }
  return scene;
}

std::int64_t stock(const Played& played, std::uint64_t number) {
  const auto found = played.ledger->stock().find({fridge(number), 1});
  return found == played.ledger->stock().end() ? 0 : found->second;
}

TEST(SeveralStates, are_all_changed_by_a_command_under_every_strategy_that_claims_it) {
  // If this fails, a command on two fridges changes one of them, or a strategy claims what it can't do.
  int tried = 0;
  for (const StrategyEntry& entry : ownership_strategies()) {
    if (!entry.several_states || entry.claims != StrategyClaim::safe) continue;
    ++tried;
    const Played played = play(two_vans(entry.strategy, DeadlockPolicy::ordered));
    EXPECT_EQ(played.wrong(), "") << entry.name;
    EXPECT_EQ(stock(played, 1), 40) << entry.name;
    EXPECT_EQ(stock(played, 2), 40) << entry.name;
  }
  EXPECT_GE(tried, 4);
}

TEST(SeveralStates, are_rejected_and_left_alone_by_every_strategy_that_does_not_claim_them) {
  // If this fails, a strategy that owns one of two states changes both, or tries for ever.
  int tried = 0;
  for (const StrategyEntry& entry : ownership_strategies()) {
    if (entry.several_states) continue;
    ++tried;
    const Played played = play(two_vans(entry.strategy, DeadlockPolicy::ordered, 3));
    EXPECT_EQ(played.wrong(), "") << entry.name;
    EXPECT_EQ(played.ledger->count(ObservationKind::command_rejected), 6u) << entry.name;
    EXPECT_EQ(played.ledger->count(ObservationKind::event_appended), 0u) << entry.name;
  }
  EXPECT_GE(tried, 3);
}

TEST(SeveralStates, are_rejected_where_a_command_names_one_of_them_twice) {
  // If this fails, a command waits for a lock that it has, or two events of one version are stored.
  for (const StrategyEntry& entry : ownership_strategies()) {
    Scene scene = two_vans(entry.strategy, DeadlockPolicy::ordered, 3);
    for (ClientScript& van : scene.clients) {
      for (Intent& trip : van.intents) trip.also[0].stream = trip.stream;
    }
    const Played played = play(scene);
    EXPECT_EQ(played.wrong(), "") << entry.name;
    EXPECT_EQ(played.ledger->count(ObservationKind::command_rejected), 6u) << entry.name;
    for (const Observation& appended : played.ledger->all({ObservationKind::event_appended})) {
      // An inbox has a stream of its own, of what it has taken in.
      EXPECT_NE(appended.stream.category(), fridge(1).category()) << entry.name;
    }
  }
}

TEST(SeveralStates, are_changed_all_or_none_when_one_part_is_rejected) {
  // If this fails, the part that could be carried out is, and the command is told as rejected.
  Scene scene = two_vans(OwnershipStrategy::multi_row_lock, DeadlockPolicy::ordered);
  for (ClientScript& van : scene.clients) {
    for (Intent& trip : van.intents) trip.also[0].body = Payload::of(LoadMeals{.meal = MealId{1}, .quantity = 0});
  }
  const Played played = play(scene);
  EXPECT_EQ(played.wrong(), "");
  EXPECT_EQ(stock(played, 1), 0);
  EXPECT_EQ(played.ledger->count(ObservationKind::event_appended), 0u);
  EXPECT_EQ(played.ledger->count(ObservationKind::command_rejected), 40u);
}

TEST(SeveralStates, locked_in_opposite_orders_without_a_policy_wait_for_each_other_until_a_lease_runs_out) {
  // If this fails, a deadlock that two vans can't escape in life is not there in the simulation.
  const Played played = play(two_vans(OwnershipStrategy::multi_row_lock, DeadlockPolicy::none));
  EXPECT_GT(played.ledger->count(ObservationKind::lock_expired), 0u);
}

TEST(SeveralStates, locked_in_one_order_never_wait_in_a_circle) {
  // If this fails, ordering the locks does not prevent what it exists to prevent.
  const Played played = play(two_vans(OwnershipStrategy::multi_row_lock, DeadlockPolicy::ordered));
  EXPECT_EQ(played.ledger->count(ObservationKind::lock_expired), 0u);
  EXPECT_EQ(played.ledger->count(ObservationKind::lock_refused), 0u);
}

TEST(SeveralStates, locked_in_opposite_orders_give_way_when_the_service_sees_the_circle) {
  // If this fails, the detector misses a circle (a lease runs out) or breaks none (nobody is refused).
  const Played played = play(two_vans(OwnershipStrategy::multi_row_lock, DeadlockPolicy::detect_and_abort));
  EXPECT_EQ(played.wrong(), "");
  EXPECT_GT(played.ledger->count(ObservationKind::lock_refused), 0u);
  EXPECT_EQ(played.ledger->count(ObservationKind::lock_expired), 0u);
  EXPECT_EQ(stock(played, 1), 40);
  EXPECT_EQ(stock(played, 2), 40);
}

}  // namespace
}  // namespace crisper::sim::pipeline
