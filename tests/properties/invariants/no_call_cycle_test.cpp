#include <gtest/gtest.h>

#include "tests/properties/story.hpp"

namespace crisper::properties {
namespace {

using namespace testing;

Observation arrives(std::uint64_t message, ProcessId from, ProcessId to, std::uint64_t sent_in) {
  return {.kind = ObservationKind::message_delivered,
          .process = to,
          .peer = from,
          .message = MessageId{message},
          .causation = CausationId{sent_in}};
}
Observation begun(std::uint64_t message, ProcessId from, ProcessId to, std::uint64_t sent_in) {
  Observation seen = arrives(message, from, to, sent_in);
  seen.kind = ObservationKind::turn_begun;
  return seen;
}
Observation reply_to(std::uint64_t message, ProcessId from, ProcessId to) {
  Observation seen = arrives(1000 + message, from, to, message);
  seen.b = reply_past_the_mailbox;
  return seen;
}
Observation times_out(std::uint64_t message, ProcessId caller, ProcessId callee) {
  return {.kind = ObservationKind::call_timed_out, .process = caller, .peer = callee, .message = MessageId{message}};
}

/// While it handles 1, handler-1 sends 2 to handler-2, which while it handles 2 sends 3 back.
Story embrace_of_calls() {
  Story story("no_call_cycle");
  story.say(arrives(1, customer_1, handler_1, 0)).say(begun(1, customer_1, handler_1, 0));
  story.say(arrives(2, handler_1, handler_2, 1)).say(begun(2, handler_1, handler_2, 1));
  story.say(arrives(3, handler_2, handler_1, 2));
  return story;
}

TEST(NoCallCycle, fails_when_two_processes_call_each_other) {
  // Wrong: the call that comes back to its caller, which only a timeout ends, would pass.
  Story story = embrace_of_calls();
  story.at(1s).say(times_out(2, handler_1, handler_2));
  EXPECT_EQ(story.verdict(), Verdict::pass);  // 3 may be a cast
  story.say(reply_to(3, handler_1, handler_2)).ended_quiet();
  EXPECT_EQ(story.reason(),
            "handler-1 called handler-2, which had it at 3ms and in turn called handler-1, which had it at 4ms: each "
            "waited for the other's answer until a call timed out");
}

TEST(NoCallCycle, fails_when_two_processes_call_each_other_at_the_same_time) {
  // Wrong: a circle of two turns that nobody's call began would pass.
  Story story("no_call_cycle");
  story.say(arrives(1, customer_1, handler_1, 0)).say(begun(1, customer_1, handler_1, 0));
  story.say(arrives(2, customer_1, handler_2, 0)).say(begun(2, customer_1, handler_2, 0));
  story.say(arrives(3, handler_1, handler_2, 1)).say(arrives(4, handler_2, handler_1, 2));
  story.at(1s).say(times_out(3, handler_1, handler_2)).say(times_out(4, handler_2, handler_1)).ended_quiet();
  EXPECT_EQ(story.verdict(), Verdict::fail);
}

TEST(NoCallCycle, fails_when_a_copy_of_the_turn_is_over_and_another_waits) {
  // Wrong: the end of a message's second copy would hide what the turn of the first waits for.
  Story story = embrace_of_calls();
  story.say(arrives(1, customer_1, handler_1, 0)).say(begun(1, customer_1, handler_1, 0));
  story.say({.kind = ObservationKind::turn_ended, .process = handler_1, .message = MessageId{1}});
  story.at(1s).say(times_out(2, handler_1, handler_2)).say(reply_to(3, handler_1, handler_2)).ended_quiet();
  EXPECT_EQ(story.verdict(), Verdict::fail);
}

TEST(NoCallCycle, passes_when_the_message_that_comes_back_is_no_call) {
  // Wrong: a callee that is slow and tells its caller something meanwhile would be called a circle.
  Story story = embrace_of_calls();
  story.at(1s).say(times_out(2, handler_1, handler_2));
  story.say({.kind = ObservationKind::turn_ended, .process = handler_2, .message = MessageId{2}});
  story.say({.kind = ObservationKind::turn_ended, .process = handler_1, .message = MessageId{1}});
  story.say(begun(3, handler_2, handler_1, 2)).ended_quiet();
  EXPECT_EQ(story.verdict(), Verdict::pass);
}

TEST(NoCallCycle, passes_when_a_callee_is_only_slow_or_dead) {
  // Wrong: every timeout would be a circle.
  Story slow("no_call_cycle");
  slow.say(begun(1, customer_1, handler_1, 0)).say(arrives(2, handler_1, handler_2, 1));
  slow.say(begun(2, handler_1, handler_2, 1)).say(times_out(2, handler_1, handler_2)).ended_quiet();
  EXPECT_EQ(slow.verdict(), Verdict::pass);
  Story dead = embrace_of_calls();
  dead.say({.kind = ObservationKind::process_crashed, .process = handler_2});
  dead.say(times_out(2, handler_1, handler_2)).say(times_out(3, handler_2, handler_1)).ended_quiet();
  EXPECT_EQ(dead.verdict(), Verdict::pass);
}

}  // namespace
}  // namespace crisper::properties
