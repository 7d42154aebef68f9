// R42: what brokers offer beside "one at a time": sessions, delays, priorities, duplicate detection, dead letters in
// sequence. Each against the queue without it.
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "core/domain/smart_fridge/messages.hpp"
#include "tests/sim/core/scene.hpp"

namespace crisper::sim::pipeline {
namespace {

using namespace crisper::literals;
using enum ObservationKind;

/// One fridge that everybody wants.
Scene rush() {
  Scene scene;
  scene.design.command_queue.handlers = 6;
  scene.design.ownership.strategy = OwnershipStrategy::optimistic;
  scene.kitchen(1, 100);
  for (std::uint64_t customer = 1; customer <= 4; ++customer) {
    scene.customer({.customer = customer, .count = 8, .every = 2ms});
  }
  return scene;
}

/// How the commands of each stream went out.
struct Sessions {
  int together = 0;    ///< deliveries of a stream while another command of it was in a handler's hands
  int overtaken = 0;   ///< first deliveries of a stream's commands in another order than they came in
};
Sessions sessions_of(const Ledger& ledger) {
  Sessions found;
  std::map<MessageId, StreamId> stream_of_command;
  std::map<StreamId, std::set<MessageId>> out;
  std::map<StreamId, std::vector<MessageId>> came;
  std::map<StreamId, std::size_t> given;
  for (const Observation& o : ledger.all({command_enqueued, command_dispatched, command_acknowledged, command_expired,
                                          command_retried})) {
    if (o.kind == command_enqueued) {
      stream_of_command[o.message] = o.stream;
      came[o.stream].push_back(o.message);
    } else if (o.kind == command_dispatched) {
      out[o.stream].erase(o.message);
      found.together += out[o.stream].empty() ? 0 : 1;
      out[o.stream].insert(o.message);
      if (o.a == 1 && came[o.stream][given[o.stream]++] != o.message) ++found.overtaken;
    } else {
      out[stream_of_command[o.message]].erase(o.message);
    }
  }
  return found;
}

TEST(CommandSessions, give_out_one_command_of_a_stream_at_a_time_and_in_order) {
  // R42. Wrong: two handlers work on one session, or the second command of a stream is carried out before the first.
  for (const bool crashes : {false, true}) {
    Scene scene = rush();
    if (crashes) {
      for (int i = 1; i <= 6; ++i) {
        scene.faults.push_back({.kind = FaultKind::crash, .to = "handler-" + std::to_string(i),
                                .at = sim_start + 20ms * i, .restart_after = 30ms});
      }
    }
    scene.design.command_queue.sessions = true;
    const Played with = play(scene);
    EXPECT_EQ(with.wrong(), "");
    const Sessions kept = sessions_of(*with.ledger);
    EXPECT_EQ(kept.together, 0);
    EXPECT_EQ(kept.overtaken, 0);
    scene.design.command_queue.sessions = false;
    const Played without = play(scene);
    EXPECT_EQ(without.wrong(), "");
    EXPECT_GT(sessions_of(*without.ledger).together, 0) << "the plain queue lets handlers compete for a stream";
  }
}

TEST(DelayedDelivery, shows_a_command_when_its_delay_is_over) {
  // R42. Wrong: a command would be given out earlier than its sender asked for, or never.
  Scene scene = rush();
  scene.design.command_queue.delay = 70ms;
  scene.design.client.timeout = 5s;
  const Played played = play(scene);
  EXPECT_EQ(played.wrong(), "");
  std::map<MessageId, SimTime> came;
  for (const Observation& o : played.ledger->all({command_enqueued, command_dispatched})) {
    if (o.kind == command_enqueued) {
      came[o.message] = o.at;
    } else if (o.a == 1) {
      EXPECT_GE(o.at, came[o.message] + 70ms);
    }
  }
}

/// Deliveries of orders' commands while a fridge's command waited.
int passed_over(const Ledger& ledger) {
  int passed = 0;
  std::set<MessageId> fridges_wait;
  for (const Observation& o : ledger.all({command_enqueued, command_dispatched})) {
    const bool is_fridge = o.stream.category() == smart_fridge::stream_of(smart_fridge::FridgeId{1}).category();
    if (o.kind == command_enqueued) {
      if (is_fridge) fridges_wait.insert(o.message);
    } else if (is_fridge) {
      fridges_wait.erase(o.message);
    } else {
      passed += fridges_wait.empty() ? 0 : 1;
    }
  }
  return passed;
}

TEST(Priorities, let_what_is_urgent_go_first) {
  // R42. Wrong: a command of high priority would wait behind a backlog of others.
  Scene scene = rush();
  scene.design.command_queue.handlers = 1;
  EXPECT_GT(passed_over(*play(scene).ledger), 0);
  scene.design.command_queue.priorities = {{"LoadMeals", 9}, {"ReserveMeal", 5}, {"ConfirmReservation", 5},
                                           {"ReleaseReservation", 5}};
  const Played urgent = play(scene);
  EXPECT_EQ(urgent.wrong(), "");
  EXPECT_EQ(passed_over(*urgent.ledger), 0);
}

/// Commands queued more than once: the relay doesn't hear that it was heard, and hands over again.
struct Queued {
  std::uint64_t again = 0;
  std::uint64_t recognised = 0;
};
Queued queued_again(DuplicateDetection detection, Duration window) {
  Queued found;
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    Scene scene = rush();
    scene.seed = seed;
    scene.design.command_queue.duplicates = detection;
    scene.design.command_queue.duplicate_window = window;
    scene.faults.push_back({.kind = FaultKind::partition, .from = "command-queue", .to = "command-relay",
                            .one_way = true, .at = sim_start + 25ms + static_cast<std::int64_t>(seed) * 700us,
                            .lasting = 250ms});
    const Played played = play(scene);
    EXPECT_EQ(played.wrong(), "") << seed;
    std::set<MessageId> commands;
    for (const Observation& o : played.ledger->all({command_enqueued})) commands.insert(o.message);
    found.again += played.ledger->count(command_enqueued) - commands.size();
    found.recognised += played.ledger->count(command_duplicate);
  }
  return found;
}

TEST(DuplicateDetection, knows_what_came_before_as_long_as_it_remembers) {
  // R42. Wrong: what a sender hands over again is queued again by a queue that detects duplicates, or a queue that
  // doesn't, or whose window is too short, would look as good.
  EXPECT_EQ(queued_again(DuplicateDetection::by_sender, 30s).again, 0u);
  const Queued window = queued_again(DuplicateDetection::window, 30s);
  EXPECT_EQ(window.again, 0u);
  EXPECT_GT(window.recognised, 0u);
  EXPECT_GT(queued_again(DuplicateDetection::window, 1us).again, 0u) << "hazard: a window shorter than the outage";
  EXPECT_GT(queued_again(DuplicateDetection::none, 30s).again, 0u);
}

/// Deliveries of a stream's commands after one of them was set aside.
int carried_on(const Ledger& ledger) {
  int deliveries = 0;
  std::set<StreamId> dead;
  for (const Observation& o : ledger.all({command_dead_lettered, command_dispatched})) {
    if (o.kind == command_dead_lettered) {
      dead.insert(o.stream);
    } else if (o.a == 1 && dead.contains(o.stream)) {
      ++deliveries;
    }
  }
  return deliveries;
}

TEST(DeadLetters, in_sequence_hold_back_what_is_behind_them) {
  // R42. Wrong: the commands of a stream go on behind a hole though the design forbids it, or wait for ever in silence.
  Scene scene = rush();
  scene.design.command_queue.sessions = true;
  scene.design.command_queue.dead_letter_after = 1;
  scene.design.client.timeout = 3s;
  const Observation first = play(scene).ledger->first(command_dispatched);  // the kitchen loads the fridge
  const std::string holder = play(scene).system.spec(first.peer).name;
  scene.plan = FaultPlan{{pause_at(holder, first.at + 1us, 2s)}};
  const Played plain = play(scene);
  EXPECT_EQ(plain.wrong({.dead_letters = true}), "");
  EXPECT_GT(carried_on(*plain.ledger), 0);
  scene.design.command_queue.dead_letters = DeadLetters::sequenced;
  for (const bool restarts : {false, true}) {
    if (restarts) scene.plan->faults.push_back(crash_at("command-queue", first.at + 1200ms, 5ms));
    const Played sequenced = play(scene);
    EXPECT_EQ(sequenced.wrong({.dead_letters = true}), "");
    EXPECT_GT(sequenced.ledger->count(command_dead_lettered), plain.ledger->count(command_dead_lettered));
    EXPECT_EQ(carried_on(*sequenced.ledger), 0);
  }
}

}  // namespace
}  // namespace crisper::sim::pipeline
