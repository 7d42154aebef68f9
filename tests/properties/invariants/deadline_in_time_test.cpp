#include <gtest/gtest.h>

#include "tests/properties/story.hpp"

namespace crisper::properties {
namespace {

using namespace testing;
using enum ObservationKind;

constexpr ProcessId manager = refill;

Story limited(Duration limit, Duration ago = {}) {
  Story story("deadline_in_time");
  story.say({.kind = saga_limited,
             .process = manager,
             .stream = order_stream(7),
             .a = to_ns(limit),
             .b = to_ns(ago)});
  return story;
}

Story& fires(Story& story, Duration at, Duration after_a_wait_of = {}) {
  story.at(at).say({.kind = turn_begun,
                    .process = manager,
                    .peer = manager,
                    .message = MessageId{5},
                    .b = to_ns(after_a_wait_of)});
  return story.say({.kind = saga_timed_out,
                    .process = manager,
                    .causation = CausationId{5},
                    .stream = order_stream(7)});
}

Story& said(Story& story, Duration at, ObservationKind kind) {
  return story.at(at).say({.kind = kind, .process = manager, .stream = order_stream(7)});
}

TEST(DeadlineInTime, passes_a_limit_that_fires_when_it_is_over) {
  // Wrong: what a time limit is for would be a failure.
  Story story = limited(500ms);
  fires(story, 501ms).ended_quiet();
  EXPECT_EQ(story.verdict(), Verdict::pass);
}

TEST(DeadlineInTime, passes_an_instance_that_ends_before) {
  // Wrong: every order that goes well would be taken for one whose limit never came.
  Story story = limited(500ms);
  said(story, 400ms, saga_ended).ended_quiet();
  EXPECT_EQ(story.verdict(), Verdict::pass);
}

TEST(DeadlineInTime, fails_when_it_never_fires) {
  // Wrong: a restarted process manager that waits for another hour would pass.
  Story story = limited(500ms, 20ms);
  story.at(2s).ended_quiet();
  EXPECT_EQ(story.reason(), "the time limit of 500ms for order-7 in refill had been over for 1.52s and had not fired");
}

TEST(DeadlineInTime, fails_when_something_else_ends_the_instance_long_after) {
  // Wrong: a limit that never comes would be excused by the answer that came at last.
  Story story = limited(500ms);
  said(story, 1500ms, saga_ended).ended_quiet();
  EXPECT_EQ(story.verdict(), Verdict::fail);
}

TEST(DeadlineInTime, fails_when_it_fires_too_late) {
  // Wrong: nobody would notice a clock that runs slow.
  Story story = limited(500ms);
  fires(story, 900ms).ended_quiet();
  EXPECT_EQ(story.reason(), "the time limit of 500ms for order-7 in refill fired 400ms after it was over");
}

TEST(DeadlineInTime, fails_when_it_fires_too_early) {
  // Wrong: a clock that was set forwards would cancel orders at once.
  Story story = limited(500ms);
  fires(story, 300ms).ended_quiet();
  EXPECT_EQ(story.reason(), "the time limit of 500ms for order-7 in refill fired 200ms too early");
}

TEST(DeadlineInTime, fails_when_it_fires_twice) {
  // Wrong: a process manager that forgets what it has done could compensate again.
  Story story = limited(500ms);
  fires(story, 501ms);
  fires(story, 510ms).ended_quiet();
  EXPECT_EQ(story.reason(), "a time limit for order-7 fired in refill, and none was set");
}

TEST(DeadlineInTime, lets_a_reminder_wait_for_its_turn) {
  // Wrong: a process manager with much to do would be blamed for the length of its mailbox.
  Story story = limited(500ms);
  fires(story, 900ms, 400ms).ended_quiet();
  EXPECT_EQ(story.verdict(), Verdict::pass);
}

TEST(DeadlineInTime, asks_nothing_of_a_process_that_is_down_or_paused) {
  // Wrong: a crash would always break it.
  Story down = limited(500ms);
  said(down, 400ms, process_crashed);
  said(down, 2s, process_started);
  fires(down, 2010ms).ended_quiet();
  EXPECT_EQ(down.verdict(), Verdict::pass);
  Story paused = limited(500ms);
  said(paused, 400ms, process_paused);
  said(paused, 2s, process_resumed);
  fires(paused, 2010ms, 1500ms).ended_quiet();
  EXPECT_EQ(paused.verdict(), Verdict::pass);
  Story gone = limited(500ms);
  said(gone, 400ms, process_crashed);
  gone.at(9s).ended_quiet();
  EXPECT_NE(gone.verdict(), Verdict::fail);
}

TEST(DeadlineInTime, asks_again_of_a_process_that_is_back) {
  // Wrong: a limit could be lost with the crash.
  Story story = limited(500ms);
  said(story, 400ms, process_crashed);
  said(story, 450ms, process_started);
  story.at(2s).ended_quiet();
  EXPECT_EQ(story.verdict(), Verdict::fail);
}

TEST(DeadlineInTime, is_not_healed_by_a_crash_that_comes_after) {
  // Wrong: whoever is late and restarts would be in time.
  Story story = limited(500ms);
  said(story, 2s, process_crashed);
  said(story, 2100ms, process_started);
  fires(story, 2110ms).ended_quiet();
  EXPECT_EQ(story.reason(), "the time limit of 500ms for order-7 in refill had been over for 1.5s and had not fired");
}

TEST(DeadlineInTime, takes_a_new_limit_in_the_place_of_the_old) {
  // Wrong: an instance whose clock was restarted would be asked for both.
  Story story = limited(500ms);
  story.at(400ms).say({.kind = saga_limited, .process = manager, .stream = order_stream(7), .a = to_ns(Duration(1s))});
  fires(story, 1401ms).ended_quiet();
  EXPECT_EQ(story.verdict(), Verdict::pass);
}

TEST(DeadlineInTime, leaves_open_what_was_not_over_at_the_horizon) {
  // Wrong: a run that stops early would prove something.
  Story story = limited(500ms);
  story.at(300ms).ended_at_horizon();
  EXPECT_EQ(story.verdict(), Verdict::unknown);
}

}  // namespace
}  // namespace crisper::properties
