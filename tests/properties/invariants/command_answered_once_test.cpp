#include <gtest/gtest.h>

#include "tests/properties/story.hpp"

namespace crisper::properties {
namespace {

using namespace testing;

using enum ObservationKind;

/// Command 0x2a, accepted.
Story accepted_command() {
  Story story("command_answered_once");
  story.at(2s).command(command_accepted, 0x2a);
  return story;
}

TEST(CommandAnsweredOnce, fails_when_a_command_is_never_heard_of_again) {
  // Wrong: a command lost between store and queue would pass.
  Story story = accepted_command();
  story.ended_quiet();
  EXPECT_EQ(story.reason(), "the command 2a for fridge-3, accepted at 2s, never came to an end");
}

TEST(CommandAnsweredOnce, fails_when_a_command_is_open_after_the_drain) {
  // Wrong: a run that hangs until its time is up would pass.
  Story story = accepted_command();
  story.command(command_accepted, 0x2b).ended_at_horizon();
  EXPECT_EQ(story.reason(), "the command 2a for fridge-3, accepted at 2s, was still open after the drain");
  EXPECT_EQ(story.property().violation_count(), 2u);
}

TEST(CommandAnsweredOnce, fails_when_a_handled_command_is_never_completed) {
  // Wrong: a client would wait for ever for what has long been done.
  Story story = accepted_command();
  story.command(command_handled, 0x2a, 1).ended_quiet();
  EXPECT_EQ(story.reason(),
            "the command 2a for fridge-3, accepted at 2s, never came to an end, though its events are stored");
}

TEST(CommandAnsweredOnce, fails_when_the_client_was_told_accepted_and_the_command_is_gone) {
  // Wrong: a store that acknowledges what a crash takes away would pass.
  Story story("command_answered_once");
  story.command(command_answered, 0x2a, static_cast<std::int64_t>(CommandStatus::accepted)).ended_quiet();
  EXPECT_EQ(story.verdict(), Verdict::fail);
}

TEST(CommandAnsweredOnce, fails_when_a_command_is_handled_twice) {
  // Wrong: a redelivered command would take its effect twice.
  Story story = accepted_command();
  story.command(command_handled, 0x2a, 1)
      .command(command_handled, 0x2a, 1)
      .command(command_completed, 0x2a, status_handled);
  story.ended_quiet();
  EXPECT_EQ(story.reason(), "the command 2a for fridge-3 was handled twice: its events are stored twice");
}

TEST(CommandAnsweredOnce, fails_when_a_command_ends_twice) {
  // Wrong: two outcomes of one command would pass.
  Story story = accepted_command();
  story.command(command_completed, 0x2a, status_handled)
      .command(command_completed, 0x2a, status_rejected)
      .ended_quiet();
  EXPECT_EQ(story.reason(), "the command 2a for fridge-3 ended twice: handled, then rejected");
}

TEST(CommandAnsweredOnce, fails_when_events_are_stored_of_a_command_that_was_given_up) {
  // Wrong: a client would order again what it has already got.
  Story story = accepted_command();
  story.command(command_handled, 0x2a, 1)
      .command(command_dead_lettered, 0x2a, 5)
      .command(command_completed, 0x2a, status_dead)
      .ended_quiet();
  EXPECT_EQ(story.reason(), "the events of the command 2a for fridge-3 are stored, yet it ended as dead-lettered");
}

TEST(CommandAnsweredOnce, passes_a_client_that_asks_anew_and_is_told_the_same) {
  // Wrong: who crashed, and says once more what it may not have said, would be a fault of the design.
  const auto told_again = [](std::int64_t first, std::int64_t then, std::int64_t attempt) {
    Story story = accepted_command();
    story.command(command_completed, 0x2a, first)
        .command(command_answered, 0x2a, first)
        .command(command_submitted, 0x2a, attempt)
        .command(command_answered, 0x2a, then);
    return story.ended_quiet().verdict();
  };
  EXPECT_EQ(told_again(status_handled, status_handled, 1), Verdict::pass);
  EXPECT_EQ(told_again(status_handled, status_rejected, 1), Verdict::fail) << "another answer";
  EXPECT_EQ(told_again(status_handled, status_handled, 2), Verdict::fail) << "it didn't ask anew";
}

TEST(CommandAnsweredOnce, fails_when_the_client_is_answered_twice) {
  // Wrong: a client would be told two outcomes of one command.
  Story story = accepted_command();
  story.command(command_completed, 0x2a, status_handled)
      .command(command_answered, 0x2a, status_handled)
      .command(command_answered, 0x2a, status_rejected)
      .ended_quiet();
  EXPECT_EQ(story.reason(), "the client of the command 2a for fridge-3 was answered twice: handled, then rejected");
}

TEST(CommandAnsweredOnce, fails_when_the_client_is_told_another_outcome) {
  // Wrong: an answer to an older command could pass for the answer to this one.
  Story story = accepted_command();
  story.command(command_completed, 0x2a, status_handled).command(command_answered, 0x2a, status_rejected).ended_quiet();
  EXPECT_EQ(story.reason(), "the client of the command 2a for fridge-3 was told rejected, but it ended as handled");
}

TEST(CommandAnsweredOnce, passes_each_honest_end) {
  // Wrong: a correct run would be called broken.
  Story story = accepted_command();
  story.command(command_handled, 0x2a, 2)
      .command(command_completed, 0x2a, status_handled)
      .command(command_answered, 0x2a, status_handled)
      .command(command_accepted, 0x2b)
      .command(command_rejected, 0x2b)
      .command(command_rejected, 0x2b)
      .command(command_completed, 0x2b, status_rejected)
      .command(command_accepted, 0x2c)
      .command(command_dead_lettered, 0x2c, 5)
      .command(command_accepted, 0x2d)
      .command(command_answered, 0x2d, static_cast<std::int64_t>(CommandStatus::accepted))
      .command(command_handled, 0x2d, 0)
      .command(command_handled, 0x2d, 0)
      .command(command_completed, 0x2d, status_handled)
      .ended_quiet();
  EXPECT_EQ(story.verdict(), Verdict::pass) << story.reason();
  EXPECT_EQ(story.property().observed(), 4u);
}

TEST(CommandAnsweredOnce, does_not_pass_a_run_that_was_cut) {
  // Wrong: a run that stops at its step limit would say that all is well.
  Story story = accepted_command();
  RunEnd end;
  end.ending = RunEnding::limit_reached;
  end.quiet = false;
  story.ended(end);
  EXPECT_EQ(story.verdict(), Verdict::unknown);
}

TEST(CommandAnsweredOnce, says_nothing_where_nobody_asked_for_anything) {
  // Wrong: a judge that saw nothing would say pass.
  Story story("command_answered_once");
  story.ended_quiet();
  EXPECT_TRUE(story.property().judgement().vacuous);
}

}  // namespace
}  // namespace crisper::properties
