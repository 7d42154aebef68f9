#include <gtest/gtest.h>

#include "tests/properties/invariants/real_run.hpp"
#include "tests/properties/story.hpp"

namespace crisper::properties {
namespace {

std::string replaced(std::string text, std::string_view what, std::string_view by) {
  const std::size_t at = text.find(what);
  EXPECT_NE(at, text.npos) << what;
  return at == text.npos ? text : text.replace(at, what.size(), by);
}

using namespace testing;

TEST(SingleWriter, fails_when_a_paused_owner_writes_after_another_has_written) {
  // Wrong: the lease that outlives its owner, the best known of all these bugs, would pass.
  Story story("single_writer");
  story.entered(handler_1, fridge(3))
      .read(handler_1, fridge(3))
      .entered(handler_2, fridge(3))
      .read(handler_2, fridge(3))
      .appended(fridge(3), MealReserved{order(8), meal(1), 1}, handler_2)
      .left(handler_2, fridge(3))
      .appended(fridge(3), MealReserved{order(7), meal(1), 1}, handler_1)
      .ended_quiet();
  EXPECT_EQ(story.reason(), "handler-1 changed fridge-3 without knowing what handler-2 had done to it meanwhile");
  EXPECT_EQ(story.evidence(),
            "       1ms  handler-1 read fridge-3 at event-store\n"
            "       4ms  event-store stored MealReserved{order=8 meal=1 quantity=1} as version 1 of fridge-3 for "
            "handler-2\n"
            "       6ms  event-store stored MealReserved{order=7 meal=1 quantity=1} as version 2 of fridge-3 for "
            "handler-1\n");
  EXPECT_EQ(story.property().notes().front().count, 1u);
}

TEST(SingleWriter, fails_when_an_owner_that_never_reads_is_overtaken) {
  // Wrong: two activations of one actor, each with a state of its own, would pass.
  Story story("single_writer");
  story.entered(handler_1, fridge(3))
      .appended(fridge(3), MealsLoaded{meal(1), 1}, handler_1)
      .entered(handler_2, fridge(3))
      .appended(fridge(3), MealReserved{order(7), meal(1), 1}, handler_2)
      .entered(handler_1, fridge(3))
      .appended(fridge(3), MealReserved{order(8), meal(1), 1}, handler_1)
      .ended_quiet();
  EXPECT_EQ(story.verdict(), Verdict::fail);
}

TEST(SingleWriter, is_not_deceived_by_a_copy_of_an_old_read) {
  // Wrong: a read that the network doubles would count as a fresh look at the state.
  Story story("single_writer");
  story.entered(handler_1, fridge(3))
      .read(handler_1, fridge(3), 50)
      .appended(fridge(3), MealReserved{order(8), meal(1), 1}, handler_2)
      .read(handler_1, fridge(3), 50)
      .appended(fridge(3), MealReserved{order(7), meal(1), 1}, handler_1)
      .ended_quiet();
  EXPECT_EQ(story.verdict(), Verdict::fail);
}

TEST(SingleWriter, passes_when_two_are_inside_and_the_second_reads_what_the_first_wrote) {
  // Wrong: optimistic designs, where nobody can tell the difference, would be called broken.
  Story story("single_writer");
  story.entered(handler_1, fridge(3))
      .entered(handler_2, fridge(3))
      .read(handler_1, fridge(3))
      .appended(fridge(3), MealReserved{order(7), meal(1), 1}, handler_1)
      .read(handler_2, fridge(3))
      .appended(fridge(3), MealReserved{order(8), meal(1), 1}, handler_2)
      .ended_quiet();
  EXPECT_EQ(story.verdict(), Verdict::pass);
  EXPECT_EQ(story.property().notes().front().count, 1u);
}

TEST(SingleWriter, lets_a_read_that_waited_for_an_append_in_doubt_know_of_it) {
  // Wrong: a store that lets readers wait until a prepared append is decided would be blamed for what it prevents.
  Story story("single_writer");
  story.entered(handler_1, fridge(3))
      .read(handler_1, fridge(3))
      .answered(handler_1)
      .entered(handler_2, fridge(3))
      .read(handler_2, fridge(3))
      .appended(fridge(3), MealReserved{order(7), meal(1), 1}, handler_1)
      .answered(handler_2)
      .appended(fridge(3), MealReserved{order(8), meal(1), 1}, handler_2)
      .ended_quiet();
  EXPECT_EQ(story.verdict(), Verdict::pass) << story.reason();
}

TEST(SingleWriter, does_not_take_the_answer_to_an_old_copy_for_that_to_a_read_that_waits) {
  // Wrong: the copy would end the waiting, and the answer that comes when the append is decided would say nothing new.
  Story story("single_writer");
  story.entered(handler_2, fridge(3))
      .read(handler_2, fridge(3), 50)
      .answered(handler_2, 51, 50)
      .read(handler_2, fridge(3), 60)
      .read(handler_2, fridge(3), 50)
      .answered(handler_2, 62, 50)
      .appended(fridge(3), MealReserved{order(7), meal(1), 1}, handler_1)
      .answered(handler_2, 70)
      .appended(fridge(3), MealReserved{order(8), meal(1), 1}, handler_2)
      .ended_quiet();
  EXPECT_EQ(story.verdict(), Verdict::pass) << story.reason();
}

TEST(SingleWriter, passes_a_fenced_lock_whose_appends_take_longer_than_its_lease) {
  // Wrong, as above, in real runs: a commit in two phases that loses a decision holds appends and reads for longer than
  // the lease. 66 of 300 such runs were blamed.
  const std::string text = R"(
crisper: 1
name: in doubt
domain: smart_fridge
design:
  command_queue: {handlers: 4, visibility_timeout: 500ms, dead_letter_after: 20}
  ownership: {strategy: row_lock, lease: 300ms, wait: 100ms}
  event_store: {append: any}
  publication: {method: two_phase_commit}
deployment: {link: {latency: 1ms}, transport: {kind: session, retransmit_after: 20ms, datagram_to: [catalog]}}
workload: {orders: {rate: 100/s, start: 100ms, count: 25, customers: 8, fridges: 2, meals: 2}, restock: {initial: 4}}
faults: [{loss: 2%}]
properties: [single_writer]
)";
  const std::string copied = "{loss: 2%}, {duplicate: 50%, by: 1ms..400ms, on: {from: handler, to: event-store}}";
  const std::string copies = replaced(
      replaced(text, "session, retransmit_after: 20ms, datagram_to: [catalog]", "datagram"), "{loss: 2%}", copied);
  std::uint64_t writes = 0;
  for (const auto& [scenario, first] : {std::pair(text, 1u), std::pair(copies, 171u)}) {
    for (std::uint64_t seed = first; seed < first + 30; ++seed) {
      const PropertyResult result = of_real_run(scenario, "single_writer", seed);
      ASSERT_EQ(result.verdict, Verdict::pass) << result.reason << ", seed " << seed;
      writes += result.observed;
    }
  }
  EXPECT_GT(writes, 60u);
}

TEST(SingleWriter, takes_an_answer_that_is_sent_again_for_no_new_look) {
  // Wrong: what a session repeats would pass for a fresh look at the state.
  Story again("single_writer");
  again.entered(handler_1, fridge(3))
      .read(handler_1, fridge(3))
      .answered(handler_1, 70)
      .read(handler_1, fridge(3), 80)
      .appended(fridge(3), MealReserved{order(8), meal(1), 1}, handler_2)
      .answered(handler_1, 70)
      .appended(fridge(3), MealReserved{order(7), meal(1), 1}, handler_1)
      .ended_quiet();
  EXPECT_EQ(again.verdict(), Verdict::fail);
}

TEST(SingleWriter, passes_when_owners_follow_one_another_on_several_states) {
  // Wrong: a correct run would be called broken, or states would be mixed up.
  Story story("single_writer");
  for (int round = 0; round < 3; ++round) {
    for (const ProcessId handler : {handler_1, handler_2}) {
      story.entered(handler, fridge(3))
          .read(handler, fridge(3))
          .appended(fridge(3), MealsLoaded{meal(1), 1}, handler)
          .left(handler, fridge(3));
    }
    story.entered(handler_1, fridge(4)).read(handler_1, fridge(4));
    story.appended(fridge(4), MealsLoaded{meal(1), 1}, handler_1).left(handler_1, fridge(4));
  }
  story.ended_quiet();
  EXPECT_EQ(story.verdict(), Verdict::pass);
  EXPECT_EQ(story.property().notes().front().count, 0u);
}

TEST(SingleWriter, does_not_count_the_dead_as_inside) {
  // Wrong: every crash of a handler would be told as two inside at once.
  Story story("single_writer");
  story.entered(handler_1, fridge(3))
      .say({.kind = ObservationKind::process_crashed, .process = handler_1})
      .entered(handler_2, fridge(3))
      .ended_quiet();
  EXPECT_EQ(story.property().notes().front().count, 0u);
}

TEST(SingleWriter, says_nothing_of_writers_that_were_never_seen_to_look) {
  // Wrong: a judge that saw nothing would say pass.
  Story story("single_writer");
  story.appended(fridge(3), MealsLoaded{meal(1), 1}).ended_quiet();
  EXPECT_EQ(story.verdict(), Verdict::unknown);
  EXPECT_TRUE(story.property().judgement().vacuous);
}

/// handler-2 changes a state that handler-1 has read, and the store loses the change: its next version is taken anew.
Story with_a_lost_change() {
  Story story("single_writer");
  story.read(handler_1, fridge(3)).appended(fridge(3), MealsLoaded{meal(1), 1}, handler_1);
  story.read(handler_2, fridge(3)).appended(fridge(3), MealsLoaded{meal(1), 2}, handler_2);
  story.say({.kind = ObservationKind::process_crashed, .process = event_store, .b = 1});
  return story;
}

Observation version_two(ProcessId by) {
  return {.kind = ObservationKind::event_appended,
          .process = event_store,
          .peer = by,
          .message = MessageId{99},
          .stream = fridge(3),
          .a = 2,
          .b = 2};
}

TEST(SingleWriter, blames_nobody_for_what_the_store_has_lost) {
  // Wrong: a writer would have to know an event that is not there to be known.
  Story story = with_a_lost_change();
  story.say(version_two(handler_1)).ended_quiet();
  EXPECT_EQ(story.verdict(), Verdict::pass) << story.reason();
}

TEST(SingleWriter, still_knows_what_the_store_has_kept) {
  // Wrong: after a loss anybody could overwrite anything.
  Story story = with_a_lost_change();
  story.say(version_two(handler_2)).ended_quiet();
  EXPECT_EQ(story.verdict(), Verdict::pass) << "it has read the first";
  Story blind = with_a_lost_change();
  blind.entered(handler_2, fridge(3)).say(version_two(handler_1));
  Observation third = version_two(handler_2);
  third.a = 3;
  blind.say(third).ended_quiet();
  EXPECT_EQ(blind.verdict(), Verdict::fail) << "it has not looked since another took the place";
}

}  // namespace
}  // namespace crisper::properties
