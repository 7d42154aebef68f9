#include <gtest/gtest.h>

#include "tests/properties/invariants/real_run.hpp"
#include "tests/properties/story.hpp"

namespace crisper::properties {
namespace {

using namespace testing;

Observation of_lock(ObservationKind kind, std::uint32_t asker) {
  return {.kind = kind, .process = lock_service, .peer = ProcessId{asker}, .stream = fridge(3)};
}

Observation of_command(ObservationKind kind, std::uint64_t command, StreamId stream = fridge(3)) {
  return {.kind = kind, .process = command_queue, .peer = handler_1, .message = MessageId{command}, .stream = stream};
}

TEST(NobodyStarves, fails_where_a_lock_goes_to_the_last_who_asked) {
  // Wrong: whoever came first would wait until its patience ends, and only latency would tell.
  Story story("nobody_starves");
  story.say(of_lock(ObservationKind::lock_requested, 100));
  for (std::uint32_t late = 101; late < 105; ++late) {
    story.say(of_lock(ObservationKind::lock_requested, late)).say(of_lock(ObservationKind::lock_granted, late));
  }
  story.ended_quiet();
  EXPECT_EQ(story.reason(),
            "process-100 waits for the lock on fridge-3 since 0s, and 4 that came later had their turn before it");
  EXPECT_EQ(story.property().violation_count(), 1u);
}

TEST(NobodyStarves, passes_locks_in_the_order_of_asking) {
  // Wrong: who waits long behind many would be called starved.
  Story story("nobody_starves");
  for (std::uint32_t asker = 100; asker < 140; ++asker) story.say(of_lock(ObservationKind::lock_requested, asker));
  for (std::uint32_t asker = 100; asker < 140; ++asker) {
    story.at(std::chrono::seconds(10 * asker)).say(of_lock(ObservationKind::lock_granted, asker));
  }
  story.ended_quiet();
  EXPECT_EQ(story.verdict(), Verdict::pass);
}

TEST(NobodyStarves, forgets_who_has_given_up_asks_anew_or_is_forgotten_by_a_crash) {
  // Wrong: who is gone, or came back to the end of the line, would be counted as overtaken.
  Story story("nobody_starves");
  story.say(of_lock(ObservationKind::lock_requested, 100)).say(of_lock(ObservationKind::lock_refused, 100));
  // Its session was over when its turn came: the lock went back before it was told.
  story.say(of_lock(ObservationKind::lock_requested, 99)).say(of_lock(ObservationKind::lock_expired, 99));
  story.say(of_lock(ObservationKind::lock_requested, 101));
  story.say({.kind = ObservationKind::process_crashed, .process = lock_service});
  story.say(of_lock(ObservationKind::lock_requested, 102));
  for (std::uint32_t other = 103; other < 109; ++other) {
    story.say(of_lock(ObservationKind::lock_requested, other));
    story.say(of_lock(ObservationKind::lock_requested, 102));
    story.say(of_lock(ObservationKind::lock_granted, other));
  }
  story.ended_quiet();
  EXPECT_EQ(story.verdict(), Verdict::pass) << story.reason();
}

TEST(NobodyStarves, forgets_who_asked_a_leader_that_was_followed_by_another_even_by_itself) {
  // Wrong: who asked a leader in its first term, and gave up, would be overtaken by all that it serves in its second.
  Story story("nobody_starves");
  story.say({.kind = ObservationKind::leader_began, .process = lock_service});
  story.say(of_lock(ObservationKind::lock_requested, 100));
  story.say({.kind = ObservationKind::leader_began, .process = lock_service});
  for (std::uint32_t late = 101; late < 109; ++late) {
    story.say(of_lock(ObservationKind::lock_requested, late)).say(of_lock(ObservationKind::lock_granted, late));
  }
  story.ended_quiet();
  EXPECT_EQ(story.verdict(), Verdict::pass) << story.reason();
}

TEST(NobodyStarves, fails_where_new_commands_go_before_old_ones) {
  // Wrong: a queue that is a stack would only look slow for some.
  Story story("nobody_starves");
  story.say(of_command(ObservationKind::command_enqueued, 1));
  for (std::uint64_t late = 2; late < 6; ++late) {
    story.say(of_command(ObservationKind::command_enqueued, late));
    story.say(of_command(ObservationKind::command_dispatched, late));
  }
  story.ended_quiet();
  EXPECT_EQ(story.reason(), "the command 1 for fridge-3 waits in the queue since 0s, and 4 that came later had their "
                            "turn before it");
}

TEST(NobodyStarves, looks_at_the_queue_of_each_area_by_itself) {
  // Wrong: whoever waits in an area that is cut off would be starved by the areas that go on.
  Design design;
  design.areas.count = 2;
  for (const ProcessId served : {queue_of_area_1, queue_of_area_2}) {
    Story story("nobody_starves", design);
    const auto say = [&](ObservationKind kind, ProcessId queue, std::uint64_t command) {
      Observation seen = of_command(kind, command);
      seen.process = queue;
      story.say(seen);
    };
    say(ObservationKind::command_enqueued, queue_of_area_1, 1);
    for (std::uint64_t late = 2; late < 6; ++late) {
      say(ObservationKind::command_enqueued, served, late);
      say(ObservationKind::command_dispatched, served, late);
    }
    story.ended_quiet();
    EXPECT_EQ(story.verdict(), served == queue_of_area_1 ? Verdict::fail : Verdict::pass);
  }
}

TEST(NobodyStarves, fails_after_a_minute_where_one_that_came_later_goes_first) {
  // Wrong: somebody could wait for ever, as long as few go before it.
  Story story("nobody_starves");
  story.say(of_command(ObservationKind::command_enqueued, 1)).say(of_command(ObservationKind::command_enqueued, 2));
  story.at(61s).say(of_command(ObservationKind::command_dispatched, 2)).ended_quiet();
  EXPECT_EQ(story.verdict(), Verdict::fail);
}

TEST(NobodyStarves, looks_at_each_stream_by_itself_where_the_queue_keeps_their_order) {
  // Wrong: a state with many commands would be starved by all others, which may well go on.
  Design design;
  design.ownership.strategy = OwnershipStrategy::partitioned_queue;
  for (const bool same : {false, true}) {
    Story story("nobody_starves", design);
    story.say(of_command(ObservationKind::command_enqueued, 1));
    for (std::uint64_t late = 2; late < 8; ++late) {
      const StreamId stream = same ? fridge(3) : fridge(4);
      story.say(of_command(ObservationKind::command_enqueued, late, stream));
      story.say(of_command(ObservationKind::command_dispatched, late, stream));
    }
    story.ended_quiet();
    EXPECT_EQ(story.verdict(), same ? Verdict::fail : Verdict::pass);
  }
}

TEST(NobodyStarves, fails_where_a_session_that_could_go_on_is_passed_over) {
  // Wrong: one state could keep all handlers to itself.
  Design design;
  design.command_queue.sessions = true;
  for (const bool busy : {false, true}) {
    Story story("nobody_starves", design);
    story.say(of_command(ObservationKind::command_enqueued, 1, fridge(4)));
    if (busy) story.say(of_command(ObservationKind::command_dispatched, 1, fridge(4)));
    for (std::uint64_t late = 2; late < 8; ++late) {
      story.say(of_command(ObservationKind::command_enqueued, late));
      story.say(of_command(ObservationKind::command_dispatched, late));
      story.say({.kind = ObservationKind::command_acknowledged,
                 .process = command_queue,
                 .message = MessageId{late}});
    }
    story.ended_quiet();
    EXPECT_EQ(story.verdict(), busy ? Verdict::pass : Verdict::fail);
    if (!busy) {
      EXPECT_EQ(story.reason(), "fridge-4 could go on, and waits in the queue since 0s, and 4 that came later had "
                                "their turn before it");
    }
  }
}

TEST(NobodyStarves, in_a_real_run_sees_what_priorities_do_to_those_who_have_none) {
  // Wrong: what is never urgent would never be carried out, and nobody would say so.
  const auto found = [](const std::string& priorities) {
    return of_real_run(R"(
crisper: 1
name: always something more urgent
design:
  client: {timeout: 500s, attempts: 1}
  command_queue: {handlers: 1, visibility_timeout: 10s, priorities: )" +
                           priorities + R"(}
  ownership: {strategy: optimistic}
deployment: {hosts: 4, link: {latency: 2ms}}
workload:
  orders: {rate: 110/s, for: 70s, customers: 50, fridges: 4, meals: 2}
  restock: {initial: 4000}
properties: [nobody_starves]
run: {horizon: 71s}
)",
                       "nobody_starves");
  };
  const PropertyResult starved = found("{PlaceOrder: 3}");
  EXPECT_EQ(starved.verdict, Verdict::fail);
  EXPECT_NE(starved.reason.find("while what is more urgent goes before"), std::string::npos) << starved.reason;
  EXPECT_NE(found("{}").verdict, Verdict::fail);
}

}  // namespace
}  // namespace crisper::properties
