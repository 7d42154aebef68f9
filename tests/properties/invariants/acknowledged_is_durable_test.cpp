#include <gtest/gtest.h>

#include "tests/properties/story.hpp"

namespace crisper::properties {
namespace {

using namespace testing;

TEST(AcknowledgedIsDurable, fails_when_a_crash_makes_room_for_another_event) {
  // Wrong: a store that acknowledges before it syncs would pass.
  Story story("acknowledged_is_durable");
  story.say(stored_as(100, 1)).say(stored_as(101, 2)).say(stored_as(102, 2)).ended_quiet();
  EXPECT_EQ(story.reason(), "version 2 of fridge-3 was stored and is lost: another event took its place");
}

TEST(AcknowledgedIsDurable, passes_when_the_same_event_is_stored_in_its_place_again) {
  // Wrong: a repetition that nobody can tell from the first would be called a loss.
  Story story("acknowledged_is_durable");
  story.say(stored_as(100, 1)).say(stored_as(100, 1)).say(stored_as(101, 2)).ended_quiet();
  EXPECT_EQ(story.verdict(), Verdict::pass);
}

TEST(AcknowledgedIsDurable, fails_when_an_event_is_gone_and_nothing_took_its_place) {
  // Wrong: the last event before a crash could be lost, and nobody would ever know.
  Story story("acknowledged_is_durable");
  story.appended(fridge(3), MealsLoaded{meal(1), 2}).appended(fridge(3), MealsLoaded{meal(1), 4}).published();
  story.at(500ms).say({.kind = ObservationKind::process_crashed, .process = event_store, .a = 1, .b = 1});
  story.stored(1).holds({.kind = AuditKind::event_logged,
                         .process = event_log,
                         .message = MessageId{1002},
                         .stream = fridge(3),
                         .a = 1});
  story.ended_audited();
  EXPECT_EQ(story.reason(),
            "version 2 of fridge-3 was said to be stored at 1ms, and is not: event-store lost 1 record in its crash "
            "at 500ms");
  EXPECT_EQ(story.property().violation_count(), 1u);
}

TEST(AcknowledgedIsDurable, fails_when_the_log_lost_what_it_had_published) {
  // Wrong: consumers that come later would never have an event that others have had.
  Story story("acknowledged_is_durable");
  story.appended(fridge(3), MealsLoaded{meal(1), 2}).published().stored(1).ended_audited();
  EXPECT_EQ(story.reason(),
            "the event at offset 1 was published at 1ms, and is not in the log: event-log does not have it at the end");
}

TEST(AcknowledgedIsDurable, fails_when_something_was_published_that_nobody_stored) {
  // Wrong: a publisher that makes events up would be believed.
  Story story("acknowledged_is_durable");
  story.appended(fridge(3), MealsLoaded{meal(1), 2}).stored(1);
  story.say({.kind = ObservationKind::event_published,
             .process = event_store,
             .message = MessageId{77},
             .stream = fridge(4),
             .a = 9});
  story.ended_audited();
  EXPECT_EQ(story.reason(), "an event of fridge-4 was published, and never stored");
}

TEST(AcknowledgedIsDurable, passes_when_everything_is_there) {
  // Wrong: every crash would be called a loss.
  Story story("acknowledged_is_durable");
  story.appended(fridge(3), MealsLoaded{meal(1), 2}).published();
  story.say({.kind = ObservationKind::process_crashed, .process = event_store, .a = 1, .b = 3});
  story.stored(1).holds({.kind = AuditKind::event_logged,
                         .process = event_log,
                         .message = MessageId{1001},
                         .stream = fridge(3),
                         .a = 1});
  story.ended_audited();
  EXPECT_EQ(story.verdict(), Verdict::pass) << story.reason();
}

TEST(AcknowledgedIsDurable, leaves_open_what_a_store_that_is_down_has) {
  // Wrong: what nobody can say would be called lost, or safe.
  Story story("acknowledged_is_durable");
  story.appended(fridge(3), MealsLoaded{meal(1), 2});
  story.holds({.kind = AuditKind::process_down, .process = event_store}).ended_audited();
  EXPECT_EQ(story.verdict(), Verdict::unknown);
}

TEST(AcknowledgedIsDurable, says_nothing_where_nothing_was_stored) {
  // Wrong: a judge that saw nothing would say pass.
  Story story("acknowledged_is_durable");
  story.ended_quiet();
  EXPECT_EQ(story.verdict(), Verdict::unknown);
  EXPECT_TRUE(story.property().judgement().vacuous);
}

}  // namespace
}  // namespace crisper::properties
