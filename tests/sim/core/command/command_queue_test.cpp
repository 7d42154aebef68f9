// R03: the command queue gives each command to one living handler at a time, until it is done or set aside.
#include <gtest/gtest.h>

#include <map>

#include "tests/sim/core/scene.hpp"

namespace crisper::sim::pipeline {
namespace {

using namespace crisper::literals;
using enum ObservationKind;

/// One command for two handlers.
Scene one_command() {
  Scene scene;
  scene.design.command_queue.handlers = 2;
  scene.kitchen(1, 2);
  return scene;
}

/// How often a command was handed out while somebody else still had it: neither acknowledged, nor given back, nor
/// expired.
int handed_out_twice(const Ledger& ledger) {
  int twice = 0;
  std::map<MessageId, bool> out;
  for (const Observation& o :
       ledger.all({command_dispatched, command_acknowledged, command_expired, command_retried})) {
    bool& is_out = out[o.message];
    if (o.kind == command_dispatched && is_out) ++twice;
    is_out = o.kind == command_dispatched;
  }
  return twice;
}

TEST(CommandQueue, gives_each_command_to_one_handler_at_a_time) {
  // R03. Wrong: two handlers would work on the same command, though neither was slow.
  Scene scene;
  scene.design.command_queue.handlers = 8;
  scene.design.ownership.strategy = OwnershipStrategy::none;
  scene.kitchen(4, 10);
  for (std::uint64_t customer = 1; customer <= 4; ++customer) {
    scene.customer({.customer = customer, .count = 5, .fridge = customer, .every = 1ms});
  }
  for (const Duration skipped : {0ms, 300ms}) {
    if (skipped > 0ms) scene.plan = FaultPlan{{pause_at("handler-1", sim_start + 30ms, 3s)}};
    const Played played = play(scene);
    EXPECT_EQ(played.wrong(), "");
    EXPECT_EQ(handed_out_twice(*played.ledger), 0);
    EXPECT_EQ(played.ledger->count(command_dispatched) > played.ledger->count(command_completed), skipped > 0ms)
        << "only a pause makes the queue repeat itself";
  }
}

class HandlerGone : public testing::TestWithParam<FaultKind> {};

TEST_P(HandlerGone, makes_its_command_visible_again_after_the_visibility_timeout) {
  // R03. Wrong: a command in the hands of a handler that crashed or hangs would be lost, or taken from it too early.
  Scene scene = one_command();
  const Played smooth = play(scene);
  const Observation first = smooth.ledger->first(command_dispatched);
  const std::string holder = smooth.system.spec(first.peer).name;
  scene.plan = FaultPlan{{GetParam() == FaultKind::crash ? crash_at(holder, first.at + 1us, 5s)
                                                         : pause_at(holder, first.at + 1us, 5s)}};
  const Played played = play(scene);
  EXPECT_EQ(played.wrong(), "");
  const std::vector<Observation> dispatched = played.ledger->all({command_dispatched});
  ASSERT_EQ(dispatched.size(), 2u);
  EXPECT_EQ(dispatched[0].at, first.at);
  EXPECT_EQ(dispatched[1].at, first.at + scene.design.command_queue.visibility_timeout);
  EXPECT_EQ(dispatched[1].a, 2) << "its second delivery";
  EXPECT_NE(dispatched[1].peer, first.peer);
  EXPECT_EQ(played.ledger->count(command_expired), 1u);
}

INSTANTIATE_TEST_SUITE_P(Fault, HandlerGone, testing::Values(FaultKind::crash, FaultKind::pause),
                         [](const auto& each) { return std::string(name_of(each.param)); });

TEST(CommandQueue, heeds_no_receipt_of_an_older_delivery) {
  // R03. Wrong: a handler that comes late would acknowledge a command that another is working on, and if that one
  // crashed nobody would ever finish it.
  Scene scene = one_command();
  const Played smooth = play(scene);
  const Observation first = smooth.ledger->first(command_dispatched);
  const std::string holder = smooth.system.spec(first.peer).name;
  const std::string other = holder == "handler-1" ? "handler-2" : "handler-1";
  // The first holder goes on in the middle of the second one's time, and acknowledges; the second hangs.
  const SimTime again = first.at + scene.design.command_queue.visibility_timeout;
  scene.plan = FaultPlan{{pause_at(holder, first.at + 1us, 1500ms), pause_at(other, again + 1us, 5s)}};
  scene.settle = 2s;  // the work is done, and the queue doesn't know it yet
  const Played played = play(scene);
  EXPECT_EQ(played.wrong(), "");
  const std::vector<Observation> dispatched = played.ledger->all({command_dispatched});
  ASSERT_EQ(dispatched.size(), 3u);
  EXPECT_EQ(dispatched[2].a, 3);
  EXPECT_EQ(dispatched[2].peer, first.peer);
  const Observation handled = played.ledger->first(command_handled);
  EXPECT_EQ(handled.process, first.peer);
  EXPECT_LT(handled.at, dispatched[2].at) << "it had done the work before it was given the command again";
  EXPECT_GT(played.ledger->first(command_acknowledged).at, dispatched[2].at);
  EXPECT_EQ(played.ledger->count(command_acknowledged), 1u);
}

TEST(CommandQueue, gives_a_returned_command_out_again_without_waiting_for_its_timeout) {
  // R03. Wrong: a handler that can't do its work now could only let the command time out.
  Scene scene = one_command();
  scene.design.command_queue.visibility_timeout = 30s;
  const Played smooth = play(scene);
  const Observation first = smooth.ledger->first(command_dispatched);
  scene.plan = crash_of("event-store", first.at + 1us, 1200ms);
  const Played played = play(scene);
  EXPECT_EQ(played.wrong(), "");
  EXPECT_EQ(played.ledger->count(command_expired), 0u);
  const Observation returned = played.ledger->first(command_retried);
  const std::vector<Observation> dispatched = played.ledger->all({command_dispatched});
  ASSERT_GE(dispatched.size(), 2u);
  EXPECT_GE(dispatched[1].at, returned.at + 100ms) << "it asked for a delay";
  EXPECT_LT(dispatched[1].at, returned.at + 110ms);
}

TEST(CommandQueue, sets_a_command_aside_after_so_many_deliveries_and_its_client_is_told) {
  // R03. Wrong: a command that nobody can handle would go round for ever, or vanish with its client waiting.
  Scene scene = one_command();
  scene.design.command_queue.dead_letter_after = 3;
  scene.plan = crash_of("event-store", sim_start, 10s);
  const Played played = play(scene);
  EXPECT_EQ(played.wrong({.dead_letters = true}), "");
  EXPECT_NE(played.wrong(), "") << "who does not expect dead letters must hear of them";
  EXPECT_EQ(played.ledger->count(command_dispatched), 3u);
  ASSERT_EQ(played.ledger->count(command_dead_lettered), 1u);
  EXPECT_EQ(played.ledger->first(command_dead_lettered).a, 3) << "deliveries";
  EXPECT_EQ(played.ledger->first(command_answered).a, static_cast<std::int64_t>(CommandStatus::dead_lettered));
  EXPECT_EQ(played.ledger->count(event_appended), 0u);
}

TEST(CommandQueue, tells_of_a_dead_letter_whenever_it_crashes_after_that) {
  // R03. Wrong: the command would be gone from the queue, and nobody would ever know its outcome.
  Scene scene = one_command();
  scene.design.command_queue.dead_letter_after = 3;
  const Fault store_down = crash_at("event-store", sim_start, 10s);
  scene.plan = FaultPlan{{store_down}};
  const SimTime dead = play(scene).ledger->first(command_dead_lettered).at;
  for (const Duration later : {-60us, -1us, 0us, 1us, 500us, 1000us, 2000us, 2100us, 3000us}) {
    // What it says at once is lost, so that only what it remembers counts.
    const Fault unheard{.kind = FaultKind::partition, .from = "command-queue", .to = "command-store", .one_way = true,
                        .at = dead - 100us, .lasting = 50ms};
    scene.plan = FaultPlan{{store_down, unheard, crash_at("command-queue", dead + later)}};
    const Played played = play(scene);
    EXPECT_EQ(played.fault(FaultKind::partition).fired > 0, later > 0us) << later.count();  // at zero: too early
    EXPECT_EQ(played.wrong({.dead_letters = true}), "") << later.count();
    EXPECT_EQ(played.ledger->count(command_answered), 1u) << later.count();
    EXPECT_EQ(played.ledger->count(command_completed), 1u) << later.count();
  }
}

TEST(CommandQueue, loses_nothing_however_often_it_starts_again) {
  // R03. Wrong: what waited in the queue would be gone after a restart, though it was acknowledged to the relay.
  std::uint64_t repeated = 0;
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    Scene scene;
    scene.seed = seed;
    scene.design.command_queue.handlers = 2;
    scene.design.command_queue.dead_letter_after = 100;
    scene.kitchen(2, 20).customer({.customer = 1, .count = 10}).customer({.customer = 2, .count = 10, .fridge = 2});
    for (int i = 1; i <= 8; ++i) {
      const SimTime at = sim_start + i * 40ms + static_cast<std::int64_t>(seed) * 1700us;
      scene.faults.push_back({.kind = FaultKind::crash, .to = "command-queue", .at = at, .restart_after = 15ms});
    }
    const Played played = play(scene);
    ASSERT_EQ(played.wrong(), "") << "seed " << seed;
    ASSERT_EQ(played.fault(FaultKind::crash).fired, 8u);
    repeated += played.ledger->count(command_dispatched) - played.ledger->count(command_completed);
  }
  EXPECT_GT(repeated, 0u) << "no crash met a command in a handler's hands";
}

}  // namespace
}  // namespace crisper::sim::pipeline
