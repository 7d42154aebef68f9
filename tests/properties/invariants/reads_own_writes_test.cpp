#include <gtest/gtest.h>

#include "tests/properties/story.hpp"

namespace crisper::properties {
namespace {

using namespace testing;

constexpr CommandId taken{7};
const MessageId taken_event = subject(event_id_of(taken, 0));

Observation said(ObservationKind kind, ProcessId process, MessageId message = {}, std::int64_t a = 0,
                 std::int64_t b = 0) {
  return {.kind = kind, .process = process, .peer = catalog, .message = message, .causation = CausationId{3}, .a = a,
          .b = b};
}

Observation answered_command() {
  return said(ObservationKind::command_answered, customer_1, subject(taken),
              static_cast<std::int64_t>(CommandStatus::handled));
}

/// A customer's command is done and published at offset 5.
Story written() {
  Story story("reads_own_writes");
  story.say(said(ObservationKind::event_appended, event_store, taken_event));
  story.say(said(ObservationKind::event_published, event_log, taken_event, 5));
  return story;
}

TEST(ReadsOwnWrites, fails_when_the_view_that_answers_has_not_heard_of_what_was_done) {
  // Wrong: a shopper who is shown the meal that she has just taken would not be believed.
  Story story = written();
  story.say(answered_command()).say(said(ObservationKind::query_asked, customer_1));
  story.say(said(ObservationKind::query_answered, customer_1, {}, 3, 4)).ended_quiet();
  EXPECT_EQ(story.reason(), "customer-1 was told that its command is done, and then asked catalog, which had not heard "
                            "of it");
}

TEST(ReadsOwnWrites, passes_when_the_view_had_it_by_position_or_ahead_of_it) {
  // Wrong: a view that is up to date would be blamed for how it counts.
  Story by_position = written();
  by_position.say(answered_command()).say(said(ObservationKind::query_asked, customer_1));
  by_position.say(said(ObservationKind::query_answered, customer_1, {}, 3, 5)).ended_quiet();
  EXPECT_EQ(by_position.verdict(), Verdict::pass);
  Story ahead = written();
  ahead.say(said(ObservationKind::event_applied, catalog, taken_event, 5));
  ahead.say(answered_command()).say(said(ObservationKind::query_asked, customer_1));
  ahead.say(said(ObservationKind::query_answered, customer_1, {}, 3, 0)).ended_quiet();
  EXPECT_EQ(ahead.verdict(), Verdict::pass);
}

TEST(ReadsOwnWrites, asks_nothing_of_questions_that_came_before_the_answer) {
  // Wrong: a client that did not know yet would be owed what it could not expect.
  Story story = written();
  story.say(said(ObservationKind::query_asked, customer_1)).say(answered_command());
  story.say(said(ObservationKind::query_answered, customer_1, {}, 3, 4)).ended_quiet();
  EXPECT_TRUE(story.property().judgement().vacuous);
}

}  // namespace
}  // namespace crisper::properties
