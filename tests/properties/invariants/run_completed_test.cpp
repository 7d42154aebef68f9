#include <gtest/gtest.h>

#include "tests/properties/story.hpp"

namespace crisper::properties {
namespace {

using namespace testing;

using enum ObservationKind;

constexpr Observation from_customer(ObservationKind kind) {
  return {.kind = kind, .process = customer_1, .message = MessageId{0x2a}};
}

TEST(RunCompleted, fails_when_time_is_up_with_work_open) {
  // Wrong: a design that deadlocks or runs for ever would pass.
  Story story("run_completed");
  story.say(from_customer(command_submitted))
      .command(command_accepted, 0x2a)
      .say({.kind = saga_started, .process = handler_1, .stream = order_stream(7)})
      .appended(fridge(3), MealsLoaded{meal(1), 1})
      .say(from_customer(workload_ended))
      .ended_at_horizon();
  EXPECT_EQ(story.reason(),
            "the run had not come to rest when its time was up at 5ms: still open were 1 commands, 1 process managers, "
            "1 unpublished events");
}

TEST(RunCompleted, names_the_dead_letters_that_a_process_manager_may_wait_for) {
  // Wrong: whoever reads that a process manager is open would look for the reason in its code.
  Story story("run_completed");
  story.say(from_customer(command_submitted))
      .command(command_accepted, 0x2a)
      .say({.kind = saga_started, .process = handler_1, .stream = order_stream(7)})
      .command(command_dead_lettered, 0x2a)
      .command(command_completed, 0x2a, 3)
      .say(from_customer(workload_ended))
      .ended_at_horizon();
  EXPECT_EQ(story.verdict(), Verdict::fail);
  EXPECT_EQ(story.reason(),
            "the run had not come to rest when its time was up at 6ms: still open were 1 process managers; "
            "the queue had set 1 commands aside as dead letters");
}

TEST(RunCompleted, passes_when_only_a_process_that_stays_down_keeps_the_run_from_rest) {
  // Wrong: no run in which a machine dies for good could ever pass.
  Story story("run_completed");
  story.say(from_customer(command_submitted))
      .command(command_accepted, 0x2a)
      .command(command_completed, 0x2a, 1)
      .say(from_customer(workload_ended))
      .ended_at_horizon();
  EXPECT_EQ(story.verdict(), Verdict::pass);
}

TEST(RunCompleted, leaves_open_a_run_whose_time_was_too_short_for_its_clients) {
  // Wrong: a time limit set too low would be blamed on the design.
  Story story("run_completed");
  story.say(from_customer(command_submitted)).command(command_accepted, 0x2a).ended_at_horizon();
  EXPECT_EQ(story.verdict(), Verdict::unknown);
}

TEST(RunCompleted, leaves_open_a_run_that_was_cut_or_aborted) {
  // Wrong: an engine that dies would count as success.
  RunEnd cut;
  cut.ending = RunEnding::limit_reached;
  cut.quiet = false;
  RunEnd aborted;
  aborted.aborted = "the engine's process was killed by signal 6";
  for (const RunEnd& end : {cut, aborted}) {
    Story story("run_completed");
    story.command(command_accepted, 0x2a).command(command_completed, 0x2a, 1).ended(end);
    EXPECT_EQ(story.verdict(), Verdict::unknown);
  }
}

TEST(RunCompleted, passes_a_quiet_run) {
  // Wrong: a correct run would be called broken.
  Story story("run_completed");
  story.command(command_accepted, 0x2a).command(command_completed, 0x2a, 1).ended_quiet();
  EXPECT_EQ(story.verdict(), Verdict::pass);
}

TEST(RunCompleted, says_nothing_where_there_was_no_work) {
  // Wrong: an empty run would pass.
  Story story("run_completed");
  story.ended_quiet();
  EXPECT_TRUE(story.property().judgement().vacuous);
}

}  // namespace
}  // namespace crisper::properties
