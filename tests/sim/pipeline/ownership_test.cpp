// R10: who owns a state, and what happens where somebody only believes to own it.
#include <gtest/gtest.h>

#include <functional>

#include "core/store/event_store.hpp"
#include "tests/sim/pipeline/scene.hpp"

namespace crisper::sim::pipeline {
namespace {

using namespace crisper::literals;
using enum ObservationKind;

/// Many customers at once for the few meals of one fridge.
Scene rush(std::uint64_t seed) {
  Scene scene;
  scene.seed = seed;
  scene.design.command_queue.handlers = 4;
  scene.design.command_queue.dead_letter_after = 100;
  scene.design.ownership.lease = 100ms;
  scene.kitchen(1, 2);
  for (std::uint64_t customer = 1; customer <= 6; ++customer) scene.customer({.customer = customer, .every = 0ms});
  return scene;
}

/// Holders that stop for longer than their lease, while what they have sent is under way; and whose clocks have all but
/// stopped, so that they don't know.
void distrust_the_holders(Scene& scene) {
  scene.faults.push_back(
      {.kind = FaultKind::clock_skew, .to = "handler", .lasting = 5s, .drift_ppm = -950'000, .required = true});
  for (int i = 0; i < 6; ++i) {
    const SimTime at = sim_start + 20ms + i * 7ms + static_cast<std::int64_t>(scene.seed % 11) * 900us;
    scene.faults.push_back({.kind = FaultKind::pause,
                            .to = "handler-" + std::to_string(i % 4 + 1),
                            .at = at,
                            .lasting = 150ms + i * 60ms});
  }
  scene.faults.push_back({.kind = FaultKind::delay,
                          .from = "handler",
                          .to = "event-store",
                          .rate = Probability{Probability::one / 4},
                          .lasting = 2s,
                          .amount_min = 80ms,
                          .amount_max = 300ms});
}

struct Tally {
  int wrong = 0;
  int oversold = 0;
  std::uint64_t stale = 0;
  std::uint64_t moved_on = 0;
  std::uint64_t paused = 0, skewed = 0, delayed = 0, expired = 0;
  std::string first;
};

Tally over_seeds(const std::function<void(Scene&)>& choose, std::uint64_t seeds = 40) {
  Tally tally;
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    Scene scene = rush(seed);
    choose(scene);
    const Played played = play(scene);
    const std::string wrong = played.wrong();
    if (!wrong.empty() && tally.wrong++ == 0) tally.first = "seed " + std::to_string(seed) + ": " + wrong;
    if (played.ledger->lowest_stock() < 0) ++tally.oversold;
    for (const Observation& o : played.ledger->all({append_refused})) {
      if (o.a == static_cast<std::int64_t>(AppendError::stale_token)) ++tally.stale;
      if (o.a == static_cast<std::int64_t>(AppendError::wrong_version)) ++tally.moved_on;
    }
    tally.expired += played.ledger->count(lock_expired);
    tally.paused += played.fault(FaultKind::pause).seen;
    tally.skewed += played.fault(FaultKind::clock_skew).seen;
    tally.delayed += played.fault(FaultKind::delay).seen;
  }
  return tally;
}

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
