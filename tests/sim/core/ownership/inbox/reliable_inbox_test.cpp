// R48: state and inbox in one transaction: whatever crashes, and whenever, a command is carried out once, though nobody
// ever asks whether it was carried out before.
#include <gtest/gtest.h>

#include <set>

#include "core/store/event_store.hpp"
#include "tests/sim/core/scene.hpp"

namespace crisper::sim::pipeline {
namespace {

using namespace crisper::literals;

Scene three_orders_by_inbox() {
  Scene scene;
  scene.design.relay.poll = 20ms;
  scene.design.publication.poll = 20ms;
  scene.design.ownership.strategy = OwnershipStrategy::reliable_inbox;
  scene.kitchen(1, 2).customer({.count = 3});
  return scene;
}

/// How often the store recognised a command that it had stored already.
std::size_t recognised(const Played& played) {
  std::size_t count = played.ledger->count(ObservationKind::command_repeated);
  for (const Observation& refused : played.ledger->all({ObservationKind::append_refused})) {
    if (refused.a == static_cast<std::int64_t>(AppendError::already_appended)) ++count;
  }
  return count;
}

class ReliableInbox : public testing::TestWithParam<const char*> {};

TEST_P(ReliableInbox, neither_loses_nor_repeats_a_command_wherever_a_process_crashes) {
  // R48. Wrong: a crash between dequeue and write would lose a command, or carry it out twice, or only the store's
  // memory of commands would save it.
  const Scene scene = three_orders_by_inbox();
  const Played smooth = play(scene);
  ASSERT_EQ(smooth.wrong(), "");
  ASSERT_GT(smooth.ledger->count(ObservationKind::command_handled), 10u);
  const std::set<SimTime> instants = instants_of(
      smooth, smooth.process(GetParam()),
      {ObservationKind::message_delivered, ObservationKind::message_sent, ObservationKind::turn_begun,
       ObservationKind::turn_ended, ObservationKind::event_appended});
  ASSERT_FALSE(instants.empty());
  for (const SimTime instant : instants) {
    for (const Duration shift : {Duration(-1), Duration(0), Duration(1)}) {
      if (instant + shift < sim_start) continue;
      Scene crashing = scene;
      crashing.plan = crash_of(GetParam(), instant + shift);
      const Played played = play(crashing);
      ASSERT_EQ(played.wrong(), "") << GetParam() << " crashed at " << to_ns(instant + shift) << " ns";
      EXPECT_EQ(recognised(played), 0u) << GetParam() << " crashed at " << to_ns(instant + shift) << " ns";
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Process, ReliableInbox,
                         testing::Values("command-queue", "event-store", "command-relay", "command-store"),
                         [](const auto& each) {
                           std::string name = each.param;
                           for (char& c : name) c = c == '-' ? '_' : c;
                           return name;
                         });

}  // namespace
}  // namespace crisper::sim::pipeline
