// R17, R20: a router and a queue for each area; what waits for one holds up no other.
#include <gtest/gtest.h>

#include <set>

#include "core/command/area_design.hpp"
#include "tests/sim/core/scene.hpp"

namespace crisper::sim::pipeline {
namespace {

using namespace crisper::literals;
using enum ObservationKind;

/// Two fridges in two areas, and a customer at each.
Scene two_areas() {
  Scene scene;
  scene.design.areas.count = 2;
  scene.kitchen(2, 100);
  scene.customer({.customer = 1, .count = 20, .fridge = 1, .first = 40ms});
  scene.customer({.customer = 2, .count = 20, .fridge = 2, .first = 40ms});
  return scene;
}

/// When the orders of this customer were answered.
std::vector<SimTime> answers(const Played& played, std::uint64_t customer) {
  std::vector<SimTime> times;
  for (const Observation& o : played.ledger->all({command_answered})) {
    if (o.process == played.process("customer-" + std::to_string(customer))) times.push_back(o.at);
  }
  return times;
}

TEST(AreaRouter, gives_each_area_its_commands_and_their_orders_what_follows) {
  // Wrong: an order would be placed in one area, and paid or served in another.
  const Played played = play(two_areas());
  EXPECT_EQ(played.wrong(), "");
  const ProcessId first = played.process(area_name("command-queue", 1));
  std::set<StreamId> here;
  std::set<StreamId> there;
  for (const Observation& o : played.ledger->all({command_enqueued})) {
    (o.process == first ? here : there).insert(o.stream);
  }
  EXPECT_FALSE(here.empty());
  EXPECT_FALSE(there.empty());
  for (const StreamId stream : here) EXPECT_FALSE(there.contains(stream));
}

TEST(AreaRouter, holds_up_no_area_for_another_that_is_out_of_reach) {
  // R17. Wrong: commands for an area would wait behind those of one that nobody can reach.
  Scene scene = two_areas();
  scene.plan = crash_of(area_name("command-queue", 1), sim_start + 30ms, 3s);
  const Played played = play(scene);
  EXPECT_EQ(played.wrong(), "");
  ASSERT_EQ(answers(played, 1).size(), 20u);
  ASSERT_EQ(answers(played, 2).size(), 20u);
  EXPECT_LT(answers(played, 2).back(), sim_start + 1500ms);
  EXPECT_GT(answers(played, 1).front(), sim_start + 3s);
}

TEST(AreaRouter, loses_nothing_and_doubles_nothing_in_a_crash_at_any_moment) {
  // Wrong: what the command store has handed over would die with the router, or come to a queue twice.
  for (int at_ms = 1; at_ms < 400; at_ms += 13) {
    Scene scene = two_areas();
    scene.plan = crash_of("command-router", sim_start + Duration(std::chrono::milliseconds(at_ms)), 50ms);
    const Played played = play(scene);
    EXPECT_EQ(played.wrong(), "") << at_ms << " ms";
    EXPECT_EQ(answers(played, 1).size() + answers(played, 2).size(), 40u) << at_ms << " ms";
    std::set<MessageId> queued;
    for (const Observation& o : played.ledger->all({command_enqueued})) {
      EXPECT_TRUE(queued.insert(o.message).second) << at_ms << " ms";
    }
  }
}

TEST(AreaRouter, loses_nothing_and_doubles_nothing_in_a_crash_after_its_disk_was_full) {
  // Wrong: deliveries that wait for room would reach the disk in another order than they came, and one of them be taken
  // for a repetition after a restart.
  for (int at_ms = 200; at_ms < 500; at_ms += 11) {
    Scene scene = two_areas();
    scene.design.relay.timeout = 15ms;  // it repeats while the router waits for room
    scene.faults = {{.kind = FaultKind::full, .to = "command-router", .at = SimTime(60ms), .lasting = Duration(100ms)},
                    {.kind = FaultKind::crash,
                     .to = "command-router",
                     .at = SimTime(std::chrono::milliseconds(at_ms)),
                     .restart_after = Duration(20ms)}};
    const Played played = play(scene);
    EXPECT_EQ(played.wrong(), "") << at_ms << " ms";
    EXPECT_GT(played.fault(FaultKind::full).fired, 0U);
    EXPECT_EQ(answers(played, 1).size() + answers(played, 2).size(), 40u) << at_ms << " ms";
    std::set<MessageId> queued;
    for (const Observation& o : played.ledger->all({command_enqueued})) {
      EXPECT_TRUE(queued.insert(o.message).second) << at_ms << " ms";
    }
  }
}

TEST(AreaRouter, finds_the_area_in_the_name_of_what_is_there_for_one) {
  // Wrong: judges would take a part of a view for the whole.
  EXPECT_EQ(area_in_name("catalog-area-12"), 12u);
  EXPECT_EQ(area_in_name("catalog-2"), 0u);
  EXPECT_EQ(area_in_name("catalog-area-x"), 0u);
}

}  // namespace
}  // namespace crisper::sim::pipeline
