// R12: locks that last as long as a session with a lock service, of one process or of several.
#include <gtest/gtest.h>

#include "tests/sim/core/rush.hpp"

namespace crisper::sim::pipeline {
namespace {

using namespace crisper::literals;

/// Nothing but the lock protects the fridge.
void by_lease(Scene& scene, bool fencing) {
  scene.design.ownership.strategy = OwnershipStrategy::lease;
  scene.design.ownership.fencing = fencing;
  scene.design.event_store.append = AppendCheck::any;
}

TEST(Lease, with_fencing_survives_holders_that_outlive_their_session) {
  // R12. Wrong: a holder that was paused until its session was over would overwrite its successor.
  const Tally tally = over_seeds([](Scene& scene) {
    by_lease(scene, true);
    distrust_the_holders(scene);
  });
  EXPECT_EQ(tally.wrong, 0) << tally.first;
  EXPECT_GT(tally.stale, 0u) << "no stale token ever reached the store";
  EXPECT_GT(tally.sessions_lost, 0u);
}

TEST(Lease, without_fencing_is_enough_where_nobody_outlives_a_session) {
  // R12. Wrong: the lock would not even exclude where nothing goes wrong.
  for (const std::uint32_t replicas : {1u, 3u, 5u}) {
    const Tally tally = over_seeds([replicas](Scene& scene) {
      by_lease(scene, false);
      scene.design.ownership.replicas = replicas;
    });
    EXPECT_EQ(tally.wrong, 0) << tally.first;
    EXPECT_EQ(tally.leaders, 40u) << "somebody took the leader for gone";
  }
}

TEST(Lease, is_granted_again_when_the_replica_that_leads_is_gone) {
  // R12. Wrong: the service would be no more available than one process.
  const Tally tally = over_seeds([](Scene& scene) {
    by_lease(scene, true);
    scene.design.ownership.replicas = 3;
    scene.design.ownership.failover = 60ms;
    scene.faults.push_back({.kind = FaultKind::crash, .to = "lock-service-1", .at = sim_start + 24ms});
    scene.horizon = SimTime(20s);
  });
  EXPECT_EQ(tally.dead, 0u);
  EXPECT_EQ(tally.oversold, 0);
  EXPECT_GE(tally.leaders, 80u);
  EXPECT_EQ(tally.handled, 40u * 6) << "an order was not taken";
}

TEST(Lock, that_is_not_waited_for_protects_nothing) {
  // R12, lock-wait-ignored. Wrong: code that goes on after a wait that timed out would look safe because there is a
  // lock in it.
  for (const OwnershipStrategy strategy : {OwnershipStrategy::row_lock, OwnershipStrategy::lease}) {
    const auto after_a_wait = [strategy](WaitTimeout then) {
      return [strategy, then](Scene& scene) {
        by_lease(scene, true);
        scene.design.ownership.strategy = strategy;
        scene.design.ownership.lease = 2s;
        scene.design.ownership.wait = 20ms;
        scene.design.ownership.on_wait_timeout = then;
        slow_reads(scene);
      };
    };
    const Tally ignored = over_seeds(after_a_wait(WaitTimeout::go_on), 20);
    EXPECT_GT(ignored.refused, 0u);
    EXPECT_GT(ignored.wrong, 0);
    const Tally heeded = over_seeds(after_a_wait(WaitTimeout::give_up), 20);
    EXPECT_GT(heeded.refused, 0u);
    EXPECT_EQ(heeded.wrong, 0) << heeded.first;
  }
}

}  // namespace
}  // namespace crisper::sim::pipeline
