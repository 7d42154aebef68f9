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
            "the run had not come to rest when its time was up at 5ms: still open were 1 command, 1 process manager, "
            "1 unpublished event");
}

TEST(RunCompleted, fails_when_a_service_outside_has_not_been_heard_of) {
  // Wrong: what a slow service is still to say could break a law, and nobody waits for it.
  const Observation request{.kind = request_taken, .process = handler_1, .stream = order_stream(7)};
  Observation told = request;
  told.kind = request_told;
  Story open("run_completed");
  open.say(request).ended_at_horizon();
  EXPECT_EQ(open.verdict(), Verdict::fail);
  EXPECT_NE(open.reason().find("still open was 1 unanswered request"), std::string::npos) << open.reason();
  Story closed("run_completed");
  closed.say(request).say(told).ended_at_horizon();
  EXPECT_NE(closed.verdict(), Verdict::fail) << closed.reason();
}

TEST(RunCompleted, names_the_services_that_do_not_answer_and_since_when) {
  // Wrong: whoever reads of unanswered requests would have to look for who was asked in the trace.
  const auto asked = [](ProcessId service, std::uint64_t order) {
    return Observation{.kind = request_taken, .process = handler_1, .peer = service, .stream = order_stream(order)};
  };
  Observation told = asked(payment, 7);
  told.kind = request_told;
  Story story("run_completed");
  story.say(asked(payment, 7))
      .at(1s)
      .say(asked(payment, 9))
      .at(2s)
      .say(asked(catalog, 3))
      .at(3s)
      .say(asked(payment, 8))
      .say(asked(payment, 9))  // found again after a crash of who asks
      .say(told)
      .at(9s)
      .ended_at_horizon();
  EXPECT_TRUE(story.reason().ends_with(": still open were 3 unanswered requests; payment has not answered what it was "
                                       "asked for order-9 since 1s"))
      << story.reason();
  ASSERT_EQ(story.property().violations().at(0).evidence.size(), 2u) << "the oldest of each service";
  EXPECT_TRUE(story.evidence().find("order-3") != std::string::npos) << story.evidence();
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
            "the run had not come to rest when its time was up at 6ms: still open was 1 process manager; "
            "the queue had set 1 command aside as a dead letter");
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

TEST(RunCompleted, leaves_open_a_run_in_which_something_was_never_sent) {
  // Wrong: a run that ends before its workload would pass, and a client's word would do for what it sent.
  RunEnd end;
  end.unsent = {{customer_1, 2}};
  Story story("run_completed");
  story.say(from_customer(command_submitted))
      .command(command_accepted, 0x2a)
      .command(command_completed, 0x2a, 1)
      .say(from_customer(workload_ended))
      .ended(end);
  EXPECT_EQ(story.verdict(), Verdict::unknown);
  EXPECT_EQ(story.reason(), "the run was over at 4ms: 2 of what customer-1 was to send was never sent");
}

TEST(RunCompleted, tells_of_requests_that_were_lost_with_their_client) {
  // Wrong: users whose machine died would count as served, or their silence would hold up the verdict.
  Story story("run_completed");
  story.say(from_customer(command_submitted))
      .command(command_accepted, 0x2a)
      .say({.kind = process_crashed, .process = customer_1})
      .command(command_completed, 0x2a, 1)
      .ended_at_horizon();
  EXPECT_EQ(story.verdict(), Verdict::pass) << story.reason();
  ASSERT_EQ(story.property().notes().size(), 1u);
  EXPECT_EQ(story.property().notes().front().count, 1u);
}

TEST(RunCompleted, leaves_open_what_a_timer_might_have_mended) {
  // Wrong: a time limit shorter than a design's own timers would be blamed on the design.
  RunEnd end;
  end.ending = RunEnding::horizon;
  end.quiet = false;
  end.too_short = true;
  Story story("run_completed");
  story.command(command_accepted, 0x2a).ended(end);
  EXPECT_EQ(story.verdict(), Verdict::unknown);
  EXPECT_NE(story.reason().find("timers"), std::string::npos);
}

}  // namespace
}  // namespace crisper::properties
