// A scheduler chooses the order of deliveries by holding packets; the plan that results is the run.
#include <gtest/gtest.h>

#include <set>

#include "sim/schedule/window_gate.hpp"
#include "tests/sim/schedule/random_scheduler.hpp"
#include "tests/sim/world/stage.hpp"

namespace crisper::sim::test {
namespace {

constexpr int senders = 3;
constexpr int each_sends = 2;

/// The numbers in the order in which the reader had them: sender s sends 10s+1, 10s+2.
struct Told {
  std::vector<std::int64_t> order;
  std::vector<SimTime> at;
  std::uint64_t digest = 0;
  FaultPlan plan;
  std::array<FaultCount, fault_kinds.size()> counts{};
};

Told tell(Stage& stage, std::optional<std::uint64_t> seed, ScheduleOptions options) {
  const ProcessId reader = stage.add("reader", {.host = "host-1"});
  for (int s = 1; s <= senders; ++s) {
    stage.add("sender-" + std::to_string(s), {.start = [reader, s](Context& ctx) -> Task<> {
                                                for (int n = 1; n <= each_sends; ++n) {
                                                  ctx.cast(reader, number(10 * s + n));
                                                  co_await ctx.sleep(100us);
                                                }
                                              },
                                              .host = "host-2"});
  }
  std::optional<RandomScheduler> scheduler;
  std::optional<WindowGate> gate;
  if (seed) {
    scheduler.emplace(*seed);
    gate.emplace(*scheduler, options);
    stage.gate = &*gate;
  }
  stage.run();
  Told told{.order = {}, .at = {}, .digest = stage.digest(), .plan = stage.drawn, .counts = stage.counts};
  for (const Heard& each : stage.all(ObservationKind::turn_begun, reader)) {
    told.order.push_back(each.number);
    told.at.push_back(each.what.at);
  }
  return told;
}

Told told_by(std::optional<std::uint64_t> seed, ScheduleOptions options = {}) {
  Stage stage("fast");
  return tell(stage, seed, options);
}

Told told_again(const FaultPlan& plan) {
  Stage stage("fast");
  stage.plan = plan;
  return tell(stage, std::nullopt, {});
}

TEST(WindowGate, random_choices_reach_every_order_that_keeps_the_links_orders) {
  // Wrong: explore could never meet the order that breaks a design.
  std::set<std::vector<std::int64_t>> orders;
  for (std::uint64_t seed = 1; seed <= 3000; ++seed) orders.insert(told_by(seed).order);
  EXPECT_EQ(orders.size(), 90u) << "6! / (2! 2! 2!)";
}

TEST(WindowGate, lets_a_link_overtake_itself_only_where_asked) {
  // Wrong: an order that no network gives without a reorder fault is blamed on the design.
  std::set<std::vector<std::int64_t>> orders;
  for (std::uint64_t seed = 1; seed <= 12000; ++seed) orders.insert(told_by(seed, {.keep_link_order = false}).order);
  EXPECT_EQ(orders.size(), 720u) << "6!";
}

TEST(WindowGate, the_plan_alone_repeats_what_a_scheduler_chose) {
  // Wrong: a run that a strategy found could be neither replayed nor shrunk.
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    const Told chosen = told_by(seed, {.keep_link_order = seed % 2 == 0});
    const Told again = told_again(chosen.plan);
    ASSERT_EQ(again.order, chosen.order) << "seed " << seed;
    ASSERT_EQ(again.digest, chosen.digest) << "seed " << seed;
    ASSERT_EQ(again.plan, chosen.plan);
    ASSERT_EQ(again.counts, chosen.counts);
  }
}

TEST(WindowGate, holds_nobody_beyond_the_window) {
  // Wrong: a schedule of slight delays is in fact a network that stands still, and timeouts are found instead of races.
  constexpr Duration window = 150us;
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    for (const Fault& fault : told_by(seed, {.window = window}).plan.faults) {
      EXPECT_LE(fault.amount, window + Duration(senders * each_sends));
    }
  }
}

TEST(WindowGate, a_window_of_zero_leaves_what_does_not_coincide_in_peace) {
  // Wrong: the width of the search is not what the option says.
  const Told free = told_by(std::nullopt);
  for (std::uint64_t seed = 1; seed <= 50; ++seed) {
    const Told told = told_by(seed, {.window = Duration(0)});
    for (std::size_t i = 0; i < told.at.size(); ++i) {
      EXPECT_LT(told.at[i] - free.at[i], Duration(10)) << "only those of one instant changed places";
    }
  }
}

TEST(WindowGate, choosing_the_first_always_changes_nothing) {
  // Wrong: looking at a run changes it.
  class First final : public Scheduler {
    std::size_t choose(std::span<const Ready>) override { return 0; }
  };
  First first;
  WindowGate gate(first, {});
  Stage stage("fast");
  stage.gate = &gate;
  const Told told = tell(stage, std::nullopt, {});
  EXPECT_EQ(told.digest, told_by(std::nullopt).digest);
  EXPECT_TRUE(told.plan.faults.empty());
  EXPECT_EQ(gate.choices(), 6u);
}

}  // namespace
}  // namespace crisper::sim::test
