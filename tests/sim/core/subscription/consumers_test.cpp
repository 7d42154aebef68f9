// R05, R06, R38: every subscriber has its own copy, pace and guarantees; what each guarantee is for shows without it.
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "tests/sim/core/scene.hpp"

namespace crisper::sim::pipeline {
namespace {

using namespace crisper::literals;
using enum ObservationKind;

Scene busy(std::uint64_t orders = 6) {
  Scene scene;
  scene.kitchen(2, 20);
  scene.customer({.customer = 1, .count = orders}).customer({.customer = 2, .count = orders, .fridge = 2});
  return scene;
}

TEST(Consumers, get_each_event_in_a_copy_of_their_own) {
  // R05. Wrong: subscribers would compete for events, as handlers do for commands.
  const Played played = play(busy());
  EXPECT_EQ(played.wrong(), "");
  for (const char* name : {"catalog", "order-process"}) {
    std::set<MessageId> delivered, dealt_with;
    for (const Observation& o : played.ledger->all({event_delivered, event_applied, event_ignored})) {
      if (o.kind == event_delivered && o.peer == played.process(name)) delivered.insert(o.message);
      if (o.kind != event_delivered && o.process == played.process(name)) dealt_with.insert(o.message);
    }
    EXPECT_EQ(delivered.size(), played.ledger->count(event_appended)) << name;
    EXPECT_EQ(dealt_with, delivered) << name;
  }
}

class Held : public testing::TestWithParam<const char*> {};

TEST_P(Held, up_a_consumer_holds_up_no_other) {
  // R05. Wrong: one slow or failing subscriber would stop the log for all.
  const std::string held = GetParam();
  const std::string other = held == "catalog" ? "order-process" : "catalog";
  // Commands that no saga need answer, so that only the log connects the two.
  Scene scene;
  scene.design.event_log.window = 4;
  scene.design.event_log.batch = 2;
  scene.kitchen(30, 2);
  const SimTime back = sim_start + 3s;
  const std::vector<FaultPlan> plans{FaultPlan{{crash_at(held, sim_start + 1us, 3s)}},
                                     FaultPlan{{pause_at(held, sim_start + 1us, 3s)}},
                                     FaultPlan{{Fault{.kind = FaultKind::partition, .from = "event-log", .to = held,
                                                      .lasting = 3s}}}};
  for (const FaultPlan& plan : plans) {
    scene.plan = plan;
    const Played played = play(scene);
    EXPECT_EQ(played.wrong(), "");
    const auto last = [&](const std::string& name) {
      SimTime at;
      for (const Observation& o : played.ledger->all({event_applied, event_ignored})) {
        if (o.process == played.process(name) && o.a == 30) at = o.at;
      }
      return at;
    };
    EXPECT_GT(last(other), sim_start) << name_of(plan.faults[0].kind);
    EXPECT_LT(last(other), sim_start + 1s) << name_of(plan.faults[0].kind);
    EXPECT_GE(last(held), back) << name_of(plan.faults[0].kind) << ": it was not held up at all";
  }
}

INSTANTIATE_TEST_SUITE_P(Consumer, Held, testing::Values("catalog", "order-process"), [](const auto& each) {
  return std::string(each.param) == "catalog" ? "projection" : "saga";
});

Scene with_catalog(ConsumerDesign guarantees) {
  Scene scene = busy();
  scene.design.consumers["catalog"] = guarantees;
  return scene;
}

FaultSpec on_the_way_to_the_catalog(FaultKind kind) {
  return {.kind = kind,
          .from = "event-log",
          .to = "catalog",
          .rate = Probability{Probability::one / 3},
          .amount_min = 1ms,
          .amount_max = 20ms};
}

TEST(Consumers, without_an_inbox_count_duplicates_and_with_one_do_not) {
  // R38. Wrong: a duplicate would be counted in spite of the inbox, or its absence would go unnoticed.
  for (const bool inbox : {false, true}) {
    Scene scene = with_catalog({.inbox = inbox});
    scene.faults.push_back(on_the_way_to_the_catalog(FaultKind::duplicate));
    int wrong = 0;
    for (scene.seed = 1; scene.seed <= 5; ++scene.seed) {
      const Played played = play(scene);
      ASSERT_GT(played.fault(FaultKind::duplicate).seen, 0u);
      const std::string what = played.wrong();
      if (what.empty()) continue;
      ++wrong;
      EXPECT_NE(what.find("the catalog shows"), std::string::npos) << what;
      EXPECT_NE(what.find("applied an event twice"), std::string::npos) << what;
    }
    EXPECT_EQ(wrong, inbox ? 0 : 5);
  }
}

/// How often the catalog applied an event after a later one of the same stream.
int out_of_order(const Played& played) {
  int count = 0;
  std::map<StreamId, std::int64_t> last;
  for (const Observation& o : played.ledger->all({event_applied})) {
    if (o.process != played.process("catalog")) continue;
    std::int64_t& position = last[o.stream];
    if (o.b < position) ++count;
    position = std::max(position, o.b);
  }
  return count;
}

TEST(Consumers, without_a_sequencer_apply_events_as_they_come_and_with_one_in_order) {
  // R38. Wrong: a reordered event would take its effect before its cause in spite of the sequencer.
  for (const bool sequencer : {false, true}) {
    Scene scene = with_catalog({.sequencer = sequencer});
    scene.design.event_log.batch = 1;
    scene.faults.push_back(on_the_way_to_the_catalog(FaultKind::reorder));
    int inversions = 0;
    std::uint64_t held = 0;
    for (scene.seed = 1; scene.seed <= 5; ++scene.seed) {
      const Played played = play(scene);
      EXPECT_EQ(played.wrong(), "") << "the catalog adds and subtracts: in the end the order makes no difference";
      ASSERT_GT(played.fault(FaultKind::reorder).fired, 0u);
      inversions += out_of_order(played);
      held += played.ledger->count(event_held);
    }
    EXPECT_EQ(inversions > 0, !sequencer) << inversions;
    EXPECT_EQ(held > 0, sequencer) << held;
  }
}

struct Outcome {
  int right = 0;
  int lost = 0;      ///< an event never took its effect
  int repeated = 0;  ///< one took it twice
};

/// Crashes the catalog around each instant at which it had done something, and looks what became of the events. The log
/// is so patient that it sends nothing again of its own: what comes twice is what the catalog asked for again.
Outcome crash_the_catalog(ConsumerDesign guarantees, Duration redeliver_after = 10s) {
  Scene scene = with_catalog(guarantees);
  scene.design.event_log.redeliver_after = redeliver_after;
  const Played smooth = play(scene);
  EXPECT_EQ(smooth.wrong(), "");
  const ProcessId catalog = smooth.process("catalog");
  std::set<SimTime> instants;
  for (const Observation& o : smooth.ledger->all({turn_begun, turn_ended, checkpoint_saved, event_applied})) {
    if (o.process == catalog && o.at > sim_start) instants.insert(o.at);
  }
  Outcome outcome;
  for (const SimTime instant : instants) {
    for (const Duration shift : {Duration(-1), Duration(0), Duration(1)}) {
      Scene crashing = scene;
      crashing.plan = crash_of("catalog", instant + shift);
      const Played played = play(crashing);
      const std::string wrong = played.wrong();
      const bool repeated = wrong.find("applied an event twice") != std::string::npos;
      const bool lost =
          played.ledger->applied(catalog).size() < smooth.ledger->applied(smooth.process("catalog")).size();
      if (repeated) ++outcome.repeated;
      if (lost) ++outcome.lost;
      if (wrong.empty()) ++outcome.right;
      EXPECT_EQ(repeated || lost, !wrong.empty()) << wrong;
      EXPECT_EQ(repeated || lost, wrong.find("the catalog shows") != std::string::npos) << wrong;
    }
  }
  return outcome;
}

TEST(Consumers, that_save_their_position_before_the_effect_lose_effects_in_crashes) {
  // R38. Wrong: at-most-once would look like exactly-once, or a lost effect would not show in the view.
  const Outcome outcome = crash_the_catalog({.checkpoint = CheckpointMode::before});
  EXPECT_GT(outcome.lost, 0);
  EXPECT_EQ(outcome.repeated, 0);
  EXPECT_GT(outcome.right, 0);
}

TEST(Consumers, that_save_their_position_after_the_effect_repeat_effects_in_crashes_unless_they_have_an_inbox) {
  // R38. Wrong: at-least-once would look like exactly-once, or idempotence would not mend it.
  const Outcome bare = crash_the_catalog({.inbox = false, .checkpoint = CheckpointMode::after});
  EXPECT_EQ(bare.lost, 0);
  EXPECT_GT(bare.repeated, 0);
  EXPECT_GT(bare.right, 0);
  const Outcome idempotent = crash_the_catalog({.checkpoint = CheckpointMode::after});
  EXPECT_EQ(idempotent.lost + idempotent.repeated, 0);
}

TEST(Consumers, that_save_both_in_one_write_neither_lose_nor_repeat_effects_in_crashes) {
  // R06, R38. Wrong: the view would not be updated consistently with what has been read.
  for (const ViewStore view : {ViewStore::memory, ViewStore::file}) {
    for (const bool inbox : {false, true}) {
      const Outcome outcome = crash_the_catalog({.inbox = inbox, .view = view});
      EXPECT_EQ(outcome.lost + outcome.repeated, 0) << name_of(view);
      EXPECT_GT(outcome.right, 0);
    }
  }
}

TEST(Consumers, need_an_inbox_besides_their_position_where_the_log_sends_again) {
  // R38. Wrong: a saved position would pass for idempotence, which only the inbox gives: what was acknowledged in a
  // message that the crash swallowed is sent once more.
  const Outcome bare = crash_the_catalog({.inbox = false}, 100ms);
  EXPECT_EQ(bare.lost, 0);
  EXPECT_GT(bare.repeated, 0);
  const Outcome idempotent = crash_the_catalog({.inbox = true}, 100ms);
  EXPECT_EQ(idempotent.lost + idempotent.repeated, 0);
}

TEST(Consumers, do_the_same_at_the_same_time_whatever_keeps_the_view) {
  // R06. Wrong: a view in a file or in tables would take its events later, or in other batches.
  std::set<std::uint64_t> digests;
  for (const ViewStore view : values_of<ViewStore>) digests.insert(play(with_catalog({.view = view})).end.digest);
  EXPECT_EQ(digests.size(), 1u);
}

TEST(Consumers, show_the_same_after_a_crash_whatever_keeps_the_view) {
  // R06. Wrong: the choice of what keeps a view would change what customers see.
  for (const SimTime crash : {sim_start + 25ms, sim_start + 60ms, sim_start + 90ms}) {
    std::map<ViewStore, Played> runs;
    for (const ViewStore view : values_of<ViewStore>) {
      Scene scene = with_catalog({.view = view});
      scene.plan = crash_of("catalog", crash);
      runs.emplace(view, play(scene));
      EXPECT_EQ(runs.at(view).wrong(), "");
      EXPECT_EQ(runs.at(view).ledger->catalog(), runs.at(ViewStore::memory).ledger->catalog());
    }
    EXPECT_FALSE(runs.at(ViewStore::memory).ledger->catalog().empty());
    // A crash says how many records were lost, and a file has more of them to lose.
    EXPECT_EQ(runs.at(ViewStore::memory).end.digest, runs.at(ViewStore::sqlite).end.digest) << "not only in the end";
  }
}

}  // namespace
}  // namespace crisper::sim::pipeline
