// R02, R34: an outbox is written with the state, and a relay empties it. Whatever crashes between the writing, the
// handing over and the mark, nothing is lost, and what is handed over again does nothing.
#include <gtest/gtest.h>

#include <set>

#include "tests/sim/core/scene.hpp"

namespace crisper::sim::pipeline {
namespace {

using namespace crisper::literals;
using enum ObservationKind;

/// A relay, whose outbox it empties, and to whom it hands over.
struct Route {
  const char* owner;
  const char* relay;
  const char* receiver;
};

Scene one_order_polled_often() {
  Scene scene;
  scene.design.relay.poll = 20ms;
  scene.design.publication.poll = 20ms;
  scene.kitchen(1, 2).customer({});
  return scene;
}

/// The instants at which something happens to any of the three: persisting, fetching, handing over, answering, marking.
std::set<SimTime> instants_of(const Played& played, const Route& route) {
  const std::set<ProcessId> three{played.process(route.owner), played.process(route.relay),
                                  played.process(route.receiver)};
  std::set<SimTime> instants;
  for (const Observation& o :
       played.ledger->all({message_sent, message_delivered, turn_begun, turn_ended, command_accepted, event_appended,
                           event_published, saga_stepped, command_enqueued})) {
    if (three.contains(o.process)) instants.insert(o.at);
  }
  return instants;
}

/// How often the relay handed something over.
std::uint64_t handed_over(const Played& played, const Route& route) {
  std::uint64_t count = 0;
  for (const Observation& o : played.ledger->all({message_sent})) {
    if (o.process == played.process(route.relay) && o.peer == played.process(route.receiver)) ++count;
  }
  return count;
}

class Outboxes : public testing::TestWithParam<Route> {};

TEST_P(Outboxes, lose_nothing_in_a_crash_between_persisting_handing_over_and_marking) {
  // R02, R34. Wrong: a message whose state is durable would never leave, or the mark would come before the hand-over.
  const Route route = GetParam();
  const Scene scene = one_order_polled_often();
  const Played smooth = play(scene);
  ASSERT_EQ(smooth.wrong(), "");
  const std::vector<std::vector<const char*>> groups{{route.owner},
                                                     {route.relay},
                                                     {route.receiver},
                                                     {route.owner, route.relay},
                                                     {route.relay, route.receiver},
                                                     {route.owner, route.relay, route.receiver}};
  int repeated = 0;
  for (const SimTime instant : instants_of(smooth, route)) {
    for (const auto& group : groups) {
      Scene crashing = scene;
      crashing.plan = FaultPlan{};
      for (const char* process : group) crashing.plan->faults.push_back(crash_at(process, instant + Duration(1), 50ms));
      const Played played = play(crashing);
      ASSERT_EQ(played.wrong(), "") << group.size() << " from " << group.front() << " on crashed at "
                                    << to_ns(instant) + 1 << " ns";
      ASSERT_EQ(played.fault(FaultKind::crash).fired, group.size());
      if (handed_over(played, route) > handed_over(smooth, route)) ++repeated;
    }
  }
  EXPECT_GT(repeated, 0) << "no crash came between the hand-over and the mark";
}

INSTANTIATE_TEST_SUITE_P(Relay, Outboxes,
                         testing::Values(Route{"command-store", "command-relay", "command-queue"},
                                         Route{"event-store", "event-relay", "event-log"},
                                         Route{"order-process", "order-process-relay", "command-store"},
                                         Route{"order-process", "order-process-relay", "payment-tracker"}),
                         [](const auto& each) {
                           std::string name = std::string(each.param.relay) + "_to_" + each.param.receiver;
                           for (char& c : name) c = c == '-' ? '_' : c;
                           return name;
                         });

TEST(Outboxes, repeat_what_a_forgotten_mark_no_longer_covers_and_consumers_ignore_it) {
  // R34. Wrong: an event that the log has twice would take its effect twice.
  const Scene scene = one_order_polled_often();
  const Played smooth = play(scene);
  bool repeated = false;
  for (const Observation& published : smooth.ledger->all({event_published})) {
    Scene crashing = scene;
    crashing.plan = crash_of("event-relay", published.at + 1us, 50ms);  // its answer finds nobody
    const Played played = play(crashing);
    ASSERT_EQ(played.wrong(), "");
    const std::uint64_t twice = played.ledger->count(event_published) - played.ledger->count(event_appended);
    if (twice == 0) continue;
    repeated = true;
    std::uint64_t ignored = 0;
    for (const Observation& o : played.ledger->all({event_ignored})) {
      if (o.b == static_cast<std::int64_t>(IgnoreReason::duplicate)) ++ignored;
    }
    EXPECT_EQ(ignored, 2 * twice) << "by the catalog and by the order process";
  }
  EXPECT_TRUE(repeated);
}

TEST(Outboxes, keep_everything_while_their_relay_is_down) {
  // R34. Wrong: what is stored while nobody publishes would be published never, or in another order.
  for (const char* relay : {"command-relay", "event-relay", "order-process-relay"}) {
    Scene scene;
    scene.kitchen(1, 20).customer({.count = 10});
    scene.plan = crash_of(relay, sim_start + 1us, 500ms);
    const Played played = play(scene);
    EXPECT_EQ(played.wrong(), "") << relay;
    std::int64_t last = 0;
    for (const Observation& o : played.ledger->all({event_published})) {
      EXPECT_EQ(o.b, last + 1) << relay;
      last = o.b;
    }
    EXPECT_EQ(static_cast<std::uint64_t>(last), played.ledger->count(event_appended));
  }
}

}  // namespace
}  // namespace crisper::sim::pipeline
