// R10: who owns a state, and what happens where somebody only believes to own it.
#include <gtest/gtest.h>

#include "tests/sim/core/rush.hpp"

namespace crisper::sim::pipeline {
namespace {

using namespace crisper::literals;

TEST(Ownership, by_row_lock_with_fencing_survives_holders_that_outlive_their_lease) {
  // R10. Wrong: a holder that was paused beyond its lease, or whose clock is slow, would overwrite its successor.
  for (const AppendCheck append : {AppendCheck::exact, AppendCheck::any}) {
    const Tally tally = over_seeds([append](Scene& scene) {
      scene.design.event_store.append = append;
      distrust_the_holders(scene);
    });
    EXPECT_EQ(tally.wrong, 0) << tally.first;
    EXPECT_GT(tally.stale, 0u) << "no stale token ever reached the store";
    EXPECT_GT(tally.paused, 0u);
    EXPECT_GT(tally.skewed, 0u);
    EXPECT_GT(tally.delayed, 0u);
    EXPECT_GT(tally.expired, 0u);
  }
}

TEST(Ownership, by_row_lock_without_fencing_is_only_as_good_as_the_holders_clocks) {
  // R10. Wrong: the bug that fencing is for would not show without it.
  const Tally faulty = over_seeds([](Scene& scene) {
    scene.design.ownership.fencing = false;
    scene.design.event_store.append = AppendCheck::any;
    distrust_the_holders(scene);
  });
  EXPECT_GT(faulty.wrong, 0);
  EXPECT_GT(faulty.oversold, 0);
  EXPECT_EQ(faulty.stale, 0u) << "nobody shows a token";
  const Tally smooth = over_seeds([](Scene& scene) {
    scene.design.ownership.fencing = false;
    scene.design.event_store.append = AppendCheck::any;
  });
  EXPECT_EQ(smooth.wrong, 0) << "where nobody outlives a lease the lock is enough: " << smooth.first;
}

TEST(Ownership, by_a_partitioned_queue_bars_the_late_appends_of_those_who_lost_their_partition) {
  // R12. Wrong: a queue that has given a handler's partition to another would not have stopped the handler.
  for (const OwnershipStrategy strategy :
       {OwnershipStrategy::partitioned_queue, OwnershipStrategy::partition_and_lock}) {
    const Tally fenced = over_seeds([strategy](Scene& scene) {
      scene.design.ownership.strategy = strategy;
      scene.design.ownership.group_size = 1;
      scene.design.event_store.append = AppendCheck::any;
      distrust_the_holders(scene);
    });
    EXPECT_EQ(fenced.wrong, 0) << fenced.first;
    EXPECT_GT(fenced.stale, 0u) << "no append ever came late";
  }
}

TEST(Ownership, by_a_single_process_bars_its_own_appends_that_come_late) {
  // R25. Wrong: an append that was given up lands behind its sender's back, who has decided without it meanwhile.
  const Tally tally = over_seeds([](Scene& scene) {
    scene.design.ownership.strategy = OwnershipStrategy::single_process;
    scene.design.event_store.append = AppendCheck::any;
    scene.design.executor.timeout = 200ms;
    scene.faults.push_back({.kind = FaultKind::delay,
                            .from = "service",
                            .to = "event-store",
                            .rate = Probability{Probability::one / 3},
                            .lasting = 4s,
                            .amount_min = 60ms,
                            .amount_max = 400ms});
    scene.faults.push_back({.kind = FaultKind::reorder,
                            .from = "service",
                            .to = "event-store",
                            .rate = Probability{Probability::one / 3},
                            .lasting = 4s,
                            .amount_min = 60ms,
                            .amount_max = 400ms});
  });
  EXPECT_EQ(tally.wrong, 0) << tally.first;
  EXPECT_GT(tally.stale, 0u) << "no append ever came late";
  EXPECT_GT(tally.delayed, 0u);
}

TEST(Ownership, by_nobody_oversells_unless_the_store_checks_versions) {
  // R10. Wrong: the unsafe baseline would look safe, or optimistic concurrency would not mend it.
  const auto without = [](AppendCheck append) {
    return [append](Scene& scene) {
      scene.design.ownership.strategy = OwnershipStrategy::none;
      scene.design.event_store.append = append;
    };
  };
  const Tally unsafe = over_seeds(without(AppendCheck::any), 5);
  EXPECT_EQ(unsafe.oversold, 5);
  EXPECT_EQ(unsafe.wrong, 5);
  const Tally optimistic = over_seeds(without(AppendCheck::exact), 5);
  EXPECT_EQ(optimistic.wrong, 0) << optimistic.first;
  EXPECT_GT(optimistic.moved_on, 0u) << "nobody ever met anybody";
}

}  // namespace
}  // namespace crisper::sim::pipeline
