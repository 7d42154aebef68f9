#include <gtest/gtest.h>

#include "tests/properties/story.hpp"

namespace crisper::properties {
namespace {

using namespace testing;

Observation about_lock(ObservationKind kind, ProcessId peer, StreamId lock) {
  return {.kind = kind, .process = lock_service, .peer = peer, .stream = lock};
}
Observation asks(ProcessId who, StreamId lock) { return about_lock(ObservationKind::lock_requested, who, lock); }
Observation gets(ProcessId who, StreamId lock) { return about_lock(ObservationKind::lock_granted, who, lock); }
Observation loses(ProcessId who, StreamId lock) { return about_lock(ObservationKind::lock_expired, who, lock); }
Observation is_refused(ProcessId who, StreamId lock) { return about_lock(ObservationKind::lock_refused, who, lock); }
Observation begins(ProcessId who, std::uint64_t command) {
  return {.kind = ObservationKind::state_requested, .process = who, .message = MessageId{command}, .stream = fridge(1)};
}

/// Each has one fridge and asks for the other's.
Story embrace_of_locks() {
  Story story("no_deadlock");
  story.say(begins(handler_1, 1)).say(begins(handler_2, 2));
  story.say(asks(handler_1, fridge(1))).say(gets(handler_1, fridge(1)));
  story.say(asks(handler_2, fridge(2))).say(gets(handler_2, fridge(2)));
  story.say(asks(handler_1, fridge(2))).say(asks(handler_2, fridge(1)));
  return story;
}

TEST(NoDeadlock, fails_when_only_the_end_of_a_lease_breaks_a_circle) {
  // Wrong: two rows locked in opposite orders, the oldest deadlock there is, would pass.
  Story story = embrace_of_locks();
  story.at(2s).say(loses(handler_1, fridge(1))).ended_quiet();
  EXPECT_EQ(story.reason(),
            "handler-2 waited for fridge-1 since 7ms, held since 3ms by handler-1, which waited for fridge-2 since "
            "6ms, held since 5ms by handler-2; nobody gave way until a lease ran out, 1.993s later");
  EXPECT_EQ(story.evidence().substr(0, story.evidence().find('\n')),
            "       3ms  lock-service gave the lock on fridge-1 to handler-1 (token 0)");
}

TEST(NoDeadlock, fails_when_a_circle_stands_until_the_run_ends) {
  // Wrong: locks without a lease would hang for ever and pass.
  Story story = embrace_of_locks();
  story.at(2min).ended_at_horizon();
  EXPECT_EQ(story.verdict(), Verdict::fail);
}

TEST(NoDeadlock, leaves_open_a_circle_that_had_no_time_to_be_left) {
  // Wrong: a run that is cut would turn a wait that a timeout was about to end into a deadlock.
  Story story = embrace_of_locks();
  story.ended_at_horizon();
  EXPECT_EQ(story.verdict(), Verdict::unknown);
}

TEST(NoDeadlock, passes_when_somebody_gives_way) {
  // Wrong: policies that break circles would be called broken.
  Story refused = embrace_of_locks();
  refused.say(is_refused(handler_2, fridge(1))).ended_quiet();
  EXPECT_EQ(refused.verdict(), Verdict::pass);
  EXPECT_EQ(refused.property().notes().front().count, 1u);
  Story timed_out = embrace_of_locks();
  timed_out.say({.kind = ObservationKind::call_timed_out, .process = handler_1, .peer = lock_service}).ended_quiet();
  EXPECT_EQ(timed_out.verdict(), Verdict::pass);
  Story died = embrace_of_locks();
  died.say({.kind = ObservationKind::process_crashed, .process = handler_1})
      .say(loses(handler_1, fridge(1)))
      .ended_quiet();
  EXPECT_EQ(died.verdict(), Verdict::pass);
}

TEST(NoDeadlock, does_not_count_what_its_holder_has_given_back_or_never_knew_of) {
  // Wrong: one lost release, which costs a lease and no more, would be told as a circle.
  Story lost_release("no_deadlock");
  lost_release.say(begins(handler_1, 1)).say(asks(handler_1, fridge(1))).say(gets(handler_1, fridge(1)));
  lost_release.say(begins(handler_1, 2)).say(begins(handler_2, 3));
  lost_release.say(asks(handler_2, fridge(2))).say(gets(handler_2, fridge(2)));
  lost_release.say(asks(handler_1, fridge(2))).say(asks(handler_2, fridge(1)));
  lost_release.at(2s).say(loses(handler_1, fridge(1))).ended_quiet();
  EXPECT_EQ(lost_release.verdict(), Verdict::pass);

  Story late_grant("no_deadlock");
  late_grant.say(begins(handler_1, 1)).say(asks(handler_1, fridge(1)));
  late_grant.say({.kind = ObservationKind::call_timed_out, .process = handler_1, .peer = lock_service});
  late_grant.say(gets(handler_1, fridge(1)));
  late_grant.say(asks(handler_2, fridge(2))).say(gets(handler_2, fridge(2)));
  late_grant.say(asks(handler_1, fridge(2))).say(asks(handler_2, fridge(1)));
  late_grant.at(2s).say(loses(handler_1, fridge(1))).ended_quiet();
  EXPECT_EQ(late_grant.verdict(), Verdict::pass);
}

TEST(NoDeadlock, finds_a_circle_that_a_grant_closes) {
  // Wrong: a circle would be seen only where the last to ask closes it.
  Story story("no_deadlock");
  story.say(asks(customer_1, fridge(1))).say(gets(customer_1, fridge(1)));
  story.say(asks(handler_2, fridge(2))).say(gets(handler_2, fridge(2)));
  story.say(asks(handler_1, fridge(1))).say(asks(handler_2, fridge(1)));
  story.say(about_lock(ObservationKind::lock_released, customer_1, fridge(1))).say(gets(handler_1, fridge(1)));
  story.say(asks(handler_1, fridge(2)));
  story.at(2s).say(loses(handler_2, fridge(2))).ended_quiet();
  EXPECT_EQ(story.verdict(), Verdict::fail);
}

}  // namespace
}  // namespace crisper::properties
