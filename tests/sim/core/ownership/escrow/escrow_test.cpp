// R10: stock that is shared out among handlers, where neither lock nor version check protects it.
#include <gtest/gtest.h>

#include <functional>

#include "core/store/event_store.hpp"
#include "tests/sim/core/scene.hpp"

namespace crisper::sim::pipeline {
namespace {

using namespace crisper::literals;
using enum ObservationKind;

constexpr std::int64_t loaded = 12;

/// More orders than there are meals, from many customers at once.
Scene shared_fridge(std::uint64_t seed) {
  Scene scene;
  scene.seed = seed;
  scene.design.ownership.strategy = OwnershipStrategy::escrow;
  scene.design.ownership.quota_size = 3;
  scene.design.ownership.wait = 200ms;
  scene.design.event_store.append = AppendCheck::any;
  scene.design.command_queue.handlers = 4;
  scene.design.command_queue.dead_letter_after = 200;
  scene.kitchen(1, loaded);
  for (std::uint64_t customer = 1; customer <= 6; ++customer) {
    scene.customer({.customer = customer, .count = 3, .every = 7ms});
  }
  return scene;
}

void crash_by_turns(Scene& scene, const std::string& process, int times) {
  for (int i = 0; i < times; ++i) {
    const SimTime at = sim_start + 8ms + i * 31ms + static_cast<std::int64_t>(scene.seed % 17) * 1700us;
    const std::string name = process == "handler-" ? process + std::to_string(i % 4 + 1) : process;
    scene.faults.push_back({.kind = FaultKind::crash, .to = name, .at = at, .restart_after = 40ms});
  }
}

void bad_network(Scene& scene) {
  for (const FaultKind kind : {FaultKind::loss, FaultKind::duplicate}) {
    scene.faults.push_back({.kind = kind, .rate = Probability{Probability::one / 20}, .lasting = 2s});
  }
  scene.faults.push_back({.kind = FaultKind::delay,
                          .from = "handler",
                          .rate = Probability{Probability::one / 10},
                          .lasting = 2s,
                          .amount_min = 50ms,
                          .amount_max = 1500ms});
}

struct EscrowTally {
  int oversold = 0;
  int wrong = 0;
  std::uint64_t lent = 0, returned = 0, gave_up = 0, crashes = 0, lost = 0, doubled = 0, delayed = 0, dead = 0;
  std::uint64_t overtaken = 0;  ///< appends refused because another handler had carried the command out
  std::int64_t unsold = 0;
  std::string first;
};

EscrowTally over_seeds_of_escrow(const std::function<void(Scene&)>& choose, std::uint64_t seeds = 60) {
  EscrowTally tally;
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    Scene scene = shared_fridge(seed);
    choose(scene);
    const Played played = play(scene);
    const std::string wrong = played.wrong();
    if (!wrong.empty() && tally.wrong++ == 0) tally.first = "seed " + std::to_string(seed) + ": " + wrong;
    if (played.ledger->lowest_stock() < 0) ++tally.oversold;
    for (const auto& [row, left] : played.ledger->stock()) tally.unsold += left;
    for (const Observation& refused : played.ledger->all({append_refused})) {
      tally.overtaken += refused.a == static_cast<std::int64_t>(AppendError::already_appended);
    }
    tally.lent += played.ledger->count(quota_lent);
    tally.returned += played.ledger->count(quota_returned);
    tally.gave_up += played.ledger->count(quota_short);
    tally.dead += played.ledger->count(command_dead_lettered);
    tally.crashes += played.ledger->count(process_crashed);
    tally.lost += played.fault(FaultKind::loss).fired;
    tally.doubled += played.fault(FaultKind::duplicate).fired;
    tally.delayed += played.fault(FaultKind::delay).fired;
  }
  return tally;
}

TEST(Escrow, sells_all_there_is_and_no_more_where_nothing_fails) {
  // R10. Wrong: handlers that share nothing but quotas would oversell, or leave meals that nobody may sell.
  const EscrowTally tally = over_seeds_of_escrow([](Scene&) {}, 20);
  EXPECT_EQ(tally.wrong, 0) << tally.first;
  EXPECT_EQ(tally.oversold, 0);
  EXPECT_EQ(tally.unsold, 0);
  EXPECT_GT(tally.lent, 0u);
  EXPECT_GT(tally.returned, 0u);
}

TEST(Escrow, neither_mints_nor_loses_stock_on_a_bad_network) {
  // R10. Wrong: a loan or a deposit that comes twice, late or never would change how much there is.
  const EscrowTally tally = over_seeds_of_escrow(bad_network);
  EXPECT_EQ(tally.wrong, 0) << tally.first;
  EXPECT_EQ(tally.oversold, 0);
  EXPECT_GT(tally.lost, 0u);
  EXPECT_GT(tally.doubled, 0u);
  EXPECT_GT(tally.delayed, 0u);
}

TEST(Escrow, with_quotas_on_disk_survives_crashes_of_handlers_and_of_the_quota_service) {
  // R10. Wrong: what a crash interrupts would be sold twice, or by nobody.
  for (const StoreBackend backend : {StoreBackend::memory, StoreBackend::sqlite}) {
    const EscrowTally tally = over_seeds_of_escrow(
        [backend](Scene& scene) {
          scene.design.event_store.backend = backend;
          crash_by_turns(scene, "handler-", 8);
          crash_by_turns(scene, "quota-service", 2);
          crash_by_turns(scene, "event-store", 1);
          bad_network(scene);
        },
        backend == StoreBackend::memory ? 100 : 10);
    EXPECT_EQ(tally.wrong, 0) << tally.first;
    EXPECT_EQ(tally.oversold, 0);
    EXPECT_GT(tally.crashes, 0u);
  }
}

TEST(Escrow, with_quotas_in_memory_strands_stock_in_a_crash_and_never_oversells) {
  // R10. Wrong: a quota that is forgotten would be sold all the same, or the loss would not show.
  const EscrowTally tally = over_seeds_of_escrow([](Scene& scene) {
    scene.design.ownership.quota = QuotaMemory::volatile_;
    scene.design.ownership.wait = 20ms;
    scene.design.command_queue.dead_letter_after = 10;
    crash_by_turns(scene, "handler-", 8);
    bad_network(scene);
  });
  EXPECT_EQ(tally.oversold, 0);
  EXPECT_GT(tally.crashes, 0u);
  EXPECT_GT(tally.unsold, 0) << "no crash ever took a quota with it";
  EXPECT_GT(tally.gave_up, 0u);
  EXPECT_GT(tally.dead, 0u) << "nobody missed what was stranded";
}

TEST(Escrow, gets_back_what_it_set_aside_for_a_command_that_another_handler_carried_out) {
  // R10. Wrong: the share that the slower of two handlers took from its quota would be gone, or be counted as sold.
  const EscrowTally tally = over_seeds_of_escrow(
      [](Scene& scene) {
        scene.design.command_queue.visibility_timeout = 100ms;
        scene.faults.push_back({.kind = FaultKind::delay,
                                .from = "handler",
                                .to = "event-store",
                                .rate = Probability{Probability::one / 4},
                                .lasting = 5s,
                                .amount_min = 120ms,
                                .amount_max = 250ms});
      },
      20);
  EXPECT_EQ(tally.wrong, 0) << tally.first;
  EXPECT_EQ(tally.oversold, 0);
  EXPECT_GT(tally.overtaken, 20u) << "no handler's append ever lost against another's";
  EXPECT_EQ(tally.unsold, 0);
}

TEST(Escrow, is_safe_in_every_executor) {
  // R10. Wrong: processes that share no memory would share a quota, or one would die with a process of one command.
  for (const ExecutorKind kind : {ExecutorKind::singleton, ExecutorKind::pool, ExecutorKind::per_request}) {
    const EscrowTally tally = over_seeds_of_escrow([kind](Scene& scene) { scene.design.executor.kind = kind; }, 10);
    EXPECT_EQ(tally.wrong, 0) << tally.first;
    EXPECT_EQ(tally.oversold, 0);
    EXPECT_EQ(tally.unsold, 0);
  }
}

}  // namespace
}  // namespace crisper::sim::pipeline
