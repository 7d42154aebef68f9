// R02: whatever crashes, and whenever, nothing is lost and nothing happens twice.
#include <gtest/gtest.h>

#include <set>

#include "tests/sim/pipeline/scene.hpp"

namespace crisper::sim::pipeline {
namespace {

using namespace crisper::literals;

Scene three_orders() {
  Scene scene;
  scene.design.relay.poll = 20ms;
  scene.design.publication.poll = 20ms;
  scene.design.command_queue.handlers = 2;
  scene.kitchen(1, 2).customer({.count = 3});
  return scene;
}

/// The instants at which something happens in or to this process. Between two of them its state does not change, so
/// a crash just before, at, and just after each of them stands for all crashes.
std::set<SimTime> instants_of(const Played& played, ProcessId process) {
  std::set<SimTime> instants;
  for (const Observation& o : played.ledger->all(
           {ObservationKind::message_delivered, ObservationKind::message_sent, ObservationKind::turn_begun,
            ObservationKind::turn_ended, ObservationKind::event_appended, ObservationKind::event_published,
            ObservationKind::lock_granted, ObservationKind::effect_performed, ObservationKind::event_applied})) {
    if (o.process == process) instants.insert(o.at);
  }
  return instants;
}

class CrashEverywhere : public testing::TestWithParam<const char*> {};

TEST_P(CrashEverywhere, of_one_process_loses_nothing_and_repeats_nothing) {
  // Wrong: an acknowledged command, an event or money would be lost, or happen twice, when one machine fails.
  const Scene scene = three_orders();
  const Played smooth = play(scene);
  ASSERT_EQ(smooth.wrong(), "");
  const std::set<SimTime> instants = instants_of(smooth, smooth.process(GetParam()));
  ASSERT_FALSE(instants.empty());
  for (const SimTime instant : instants) {
    for (const Duration shift : {Duration(-1), Duration(0), Duration(1)}) {
      if (instant + shift < sim_start) continue;
      Scene crashing = scene;
      crashing.plan = crash_of(GetParam(), instant + shift);
      const Played played = play(crashing);
      ASSERT_EQ(played.wrong(), "") << GetParam() << " crashed at " << to_ns(instant + shift) << " ns";
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Process, CrashEverywhere,
                         testing::Values("command-store", "command-relay", "command-queue", "handler-1", "handler-2",
                                         "lock-service", "event-store", "event-relay", "event-log", "catalog",
                                         "order-process", "order-process-relay", "payment-tracker",
                                         "payment-processor"),
                         [](const auto& each) {
                           std::string name = each.param;
                           for (char& c : name) c = c == '-' ? '_' : c;
                           return name;
                         });

}  // namespace
}  // namespace crisper::sim::pipeline
