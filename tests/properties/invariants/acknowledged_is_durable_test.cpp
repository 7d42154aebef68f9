#include <gtest/gtest.h>

#include "tests/properties/story.hpp"

namespace crisper::properties {
namespace {

using namespace testing;

Observation event(std::uint64_t id, std::int64_t version) {
  return {.kind = ObservationKind::event_appended,
          .process = event_store,
          .message = MessageId{id},
          .stream = fridge(3),
          .a = version,
          .b = version};
}

TEST(AcknowledgedIsDurable, fails_when_a_crash_makes_room_for_another_event) {
  // Wrong: a store that acknowledges before it syncs would pass.
  Story story("acknowledged_is_durable");
  story.say(event(100, 1)).say(event(101, 2)).say(event(102, 2)).ended_quiet();
  EXPECT_EQ(story.reason(), "version 2 of fridge-3 was stored and is lost: another event took its place");
}

TEST(AcknowledgedIsDurable, passes_when_the_same_event_is_stored_in_its_place_again) {
  // Wrong: a repetition that nobody can tell from the first would be called a loss.
  Story story("acknowledged_is_durable");
  story.say(event(100, 1)).say(event(100, 1)).say(event(101, 2)).ended_quiet();
  EXPECT_EQ(story.verdict(), Verdict::pass);
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
