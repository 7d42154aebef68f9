// R02: whatever crashes, and whenever, nothing is lost and nothing happens twice.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "tests/sim/core/scene.hpp"

namespace crisper::sim::pipeline {
namespace {

using namespace crisper::literals;

Scene three_orders_by_two_handlers() {
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
  return instants_of(played, process,
                     {ObservationKind::message_delivered, ObservationKind::message_sent, ObservationKind::turn_begun,
                      ObservationKind::turn_ended, ObservationKind::event_appended, ObservationKind::event_published,
                      ObservationKind::lock_granted, ObservationKind::effect_performed,
                      ObservationKind::event_applied});
}

class CrashEverywhere : public testing::TestWithParam<const char*> {};

TEST_P(CrashEverywhere, of_one_process_loses_nothing_and_repeats_nothing) {
  // R02. Wrong: an acknowledged command, an event or money would be lost, or happen twice, when one machine fails.
  const Scene scene = three_orders_by_two_handlers();
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

TEST_P(CrashEverywhere, while_it_is_paused_leaves_nothing_durable_unsaid) {
  // R02. Wrong: what a disk held and no observer had heard of would come back from the dead, and judges see a gap.
  for (const StoreBackend backend : {StoreBackend::memory, StoreBackend::sqlite}) {
    Scene scene = three_orders_by_two_handlers();
    scene.design.event_store.backend = backend;
    scene.design.consumers["catalog"].view = backend == StoreBackend::memory ? ViewStore::memory : ViewStore::sqlite;
    const Played smooth = play(scene);
    ASSERT_EQ(smooth.wrong(), "");
    for (const SimTime instant : instants_of(smooth, smooth.process(GetParam()))) {
      if (instant == sim_start) continue;
      Scene crashing = scene;
      crashing.plan =
          FaultPlan{{pause_at(GetParam(), instant - Duration(1), 50ms), crash_at(GetParam(), instant + 1ms)}};
      const Played played = play(crashing);
      ASSERT_EQ(played.wrong(), "") << GetParam() << " paused just before " << to_ns(instant) << " ns, then crashed";
    }
  }
}

/// Of this kind, said by the process after its first pause and before its first crash.
std::size_t said_while_paused(const Played& played, ProcessId process, ObservationKind kind) {
  const SimTime from = played.ledger->first(ObservationKind::process_paused, process).at;
  const SimTime to = played.ledger->first(ObservationKind::process_crashed, process).at;
  return static_cast<std::size_t>(std::ranges::count_if(played.ledger->all({kind}), [&](const Observation& o) {
    return o.process == process && from <= o.at && o.at <= to;
  }));
}

TEST(CrashAfterTheSync, tells_of_events_that_are_durable_and_were_never_answered) {
  // R02. Wrong: the store finds events at its restart that were never observed as appended: versions with a gap.
  for (const StoreBackend backend : {StoreBackend::memory, StoreBackend::sqlite}) {
    Scene scene = three_orders_by_two_handlers();
    scene.design.event_store.backend = backend;
    const Played smooth = play(scene);
    for (const Observation& appended : smooth.ledger->all({ObservationKind::event_appended})) {
      scene.plan = FaultPlan{{pause_at("event-store", appended.at - Duration(1), 50ms),
                              crash_at("event-store", appended.at + 1ms)}};
      const Played played = play(scene);
      ASSERT_EQ(played.wrong(), "");
      const ProcessId store = played.process("event-store");
      EXPECT_GE(said_while_paused(played, store, ObservationKind::event_appended), 1u);
      EXPECT_GE(played.ledger->count(ObservationKind::command_repeated), 1u) << "its handler had no answer";
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
