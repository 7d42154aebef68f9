// R25, R26: a process per state, found through a registry: what it keeps in memory, when it leaves, and what a network
// that hides it makes of it.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "tests/sim/core/rush.hpp"

namespace crisper::sim::pipeline {
namespace {

using namespace crisper::literals;
using enum ObservationKind;

/// Nothing but the actor protects the fridge.
void by_actor(Scene& scene, bool fencing = true) {
  scene.design.ownership.strategy = OwnershipStrategy::actor_per_stream;
  scene.design.ownership.fencing = fencing;
  scene.design.ownership.lease = 200ms;
  scene.design.event_store.append = AppendCheck::any;
  scene.design.executor.timeout = 200ms;
}

void crash_actors(Scene& scene, int times) {
  for (int i = 0; i < times; ++i) {
    scene.faults.push_back({.kind = FaultKind::crash,
                            .to = "actor",
                            .at = sim_start + 24ms + i * 37ms + static_cast<std::int64_t>(scene.seed % 13) * 1100us,
                            .restart_after = 30ms});
  }
}

TEST(Actor, serves_its_stream_and_leaves_when_nobody_asks) {
  // R25. Wrong: the happy path.
  const Tally tally = over_seeds(
      [](Scene& scene) {
        by_actor(scene);
        scene.design.ownership.idle = 50ms;
      },
      20);
  EXPECT_EQ(tally.wrong, 0) << tally.first;
  EXPECT_EQ(tally.dead, 0u);
  EXPECT_GT(tally.activated, 20u);
  EXPECT_GT(tally.left, 20u);
}

TEST(Actor, that_leaves_all_the_time_loses_no_command) {
  // R26. Wrong: a command that meets a leaving actor would be lost, done twice, or sent round for ever.
  const Tally tally = over_seeds(
      [](Scene& scene) {
        by_actor(scene);
        scene.design.ownership.idle = 3ms;
        for (const FaultKind kind : {FaultKind::loss, FaultKind::duplicate}) {
          scene.faults.push_back({.kind = kind, .rate = Probability{Probability::one / 20}, .lasting = 2s});
        }
      },
      40);
  EXPECT_EQ(tally.wrong, 0) << tally.first;
  EXPECT_EQ(tally.dead, 0u);
  EXPECT_GT(tally.left, 200u);
}

TEST(Actor, is_replaced_after_a_crash_and_never_lives_twice) {
  // R26. Wrong: a stream would have no owner any more, or one with an empty memory, or two.
  for (const UnreachableActor unreachable : {UnreachableActor::wait, UnreachableActor::replace}) {
    const Tally tally = over_seeds([unreachable](Scene& scene) {
      by_actor(scene);
      scene.design.ownership.unreachable = unreachable;
      crash_actors(scene, 6);
    });
    EXPECT_EQ(tally.wrong, 0) << tally.first;
    EXPECT_EQ(tally.dead, 0u);
    EXPECT_GT(tally.crashed, 40u);
    EXPECT_GT(tally.given_up, 40u);
  }
}

TEST(Actor, whose_registry_forgets_is_not_doubled) {
  // R26. Wrong: a registry that comes back knows nobody, and would have a second actor started beside the first.
  for (const bool fencing : {true, false}) {
    const Tally tally = over_seeds([fencing](Scene& scene) {
      by_actor(scene, fencing);
      for (int i = 0; i < 4; ++i) {
        scene.faults.push_back({.kind = FaultKind::crash,
                                .to = "actor-registry",
                                .at = sim_start + 23ms + i * 130ms + static_cast<std::int64_t>(scene.seed % 9) * 2ms,
                                .restart_after = 20ms});
      }
    });
    EXPECT_EQ(tally.wrong, 0) << tally.first;
    EXPECT_EQ(tally.crashed, 160u);
  }
}

TEST(Actor, with_reentrant_turns_decides_on_what_another_of_its_turns_is_about_to_change) {
  // Hazard reentrant-interleaving. Wrong: a second command that begins while the first waits for the store would seem
  // harmless, or turns one after the other would not mend it.
  const auto turns = [](TurnPolicy policy) {
    return [policy](Scene& scene) {
      by_actor(scene);
      scene.design.ownership.turns = policy;
    };
  };
  const Tally interleaved = over_seeds(turns(TurnPolicy::reentrant), 20);
  EXPECT_GT(interleaved.oversold, 0);
  const Tally one_by_one = over_seeds(turns(TurnPolicy::sequential), 20);
  EXPECT_EQ(one_by_one.wrong, 0) << one_by_one.first;
  const Tally checked = over_seeds(
      [&](Scene& scene) {
        turns(TurnPolicy::reentrant)(scene);
        scene.design.event_store.append = AppendCheck::exact;
      },
      20);
  EXPECT_EQ(checked.wrong, 0) << checked.first;
}

/// One customer who waits for each order's end before placing the next: what happens depends on the orders alone.
Played one_by_one(std::uint64_t orders, std::int64_t meals, Duration think, Duration idle) {
  Scene scene;
  by_actor(scene);
  scene.design.ownership.idle = idle;
  scene.kitchen(1, meals);
  scene.customer({.customer = 1, .count = orders, .every = think, .closed = true});
  return play(scene);
}

RC_GTEST_PROP(Actor, that_left_and_came_back_has_the_state_it_had, ()) {
  // R26. Wrong: what an actor had in memory would be another after it has been away.
  const auto orders = *rc::gen::inRange<std::uint64_t>(1, 8);
  const auto meals = *rc::gen::inRange<std::int64_t>(1, 8);
  const Duration think = *rc::gen::inRange(60, 200) * 1ms;
  const Played stayed = one_by_one(orders, meals, think, 1h);
  const Played left = one_by_one(orders, meals, think, *rc::gen::inRange(1, 50) * 1ms);
  RC_ASSERT(stayed.wrong().empty());
  RC_ASSERT(left.wrong().empty());
  RC_ASSERT(stayed.ledger->count(actor_left) == 0u);
  RC_ASSERT(left.ledger->count(actor_left) > 0u);
  RC_ASSERT(left.ledger->stock() == stayed.ledger->stock());
  const auto events = [](const Played& played) {
    std::vector<std::pair<StreamId, std::int64_t>> all;
    for (const Observation& each : played.ledger->all({event_appended})) all.emplace_back(each.stream, each.a);
    std::ranges::sort(all);  // streams are appended to side by side
    return all;
  };
  RC_ASSERT(events(left) == events(stayed));
}

}  // namespace
}  // namespace crisper::sim::pipeline
