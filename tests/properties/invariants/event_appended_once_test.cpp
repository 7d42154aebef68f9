#include <gtest/gtest.h>

#include "tests/properties/story.hpp"

namespace crisper::properties {
namespace {

using namespace testing;

TEST(EventAppendedOnce, fails_when_a_command_sent_again_stores_its_event_again) {
  // Wrong: the retry after a lost answer would reserve twice, and pass.
  Story story("event_appended_once");
  story.say(stored_as(100, 1)).say(stored_as(101, 2)).say(stored_as(100, 3)).ended_quiet();
  EXPECT_EQ(story.reason(), "one event is stored twice: as version 1 of fridge-3 and as version 3 of fridge-3");
}

TEST(EventAppendedOnce, passes_when_each_event_has_its_place) {
  // Wrong: a correct run would be called broken.
  Story story("event_appended_once");
  story.say(stored_as(100, 1)).say(stored_as(101, 2)).ended_quiet();
  EXPECT_EQ(story.verdict(), Verdict::pass);
}

TEST(EventAppendedOnce, says_nothing_where_nothing_was_stored) {
  // Wrong: a judge that saw nothing would say pass.
  Story story("event_appended_once");
  story.ended_quiet();
  EXPECT_EQ(story.verdict(), Verdict::unknown);
  EXPECT_TRUE(story.property().judgement().vacuous);
}

TEST(EventAppendedOnce, let_an_event_be_stored_anew_that_its_store_has_lost) {
  // Wrong: a command that is carried out again since its events are gone would store them twice; or, where nothing
  // was lost, would not.
  for (const std::int64_t lost : {1, 0}) {
    Story story("event_appended_once");
    const auto stored = [](std::int64_t version) {
      return Observation{.kind = ObservationKind::event_appended,
                         .process = event_store,
                         .message = MessageId{70},
                         .stream = fridge(3),
                         .a = version,
                         .b = version};
    };
    story.say(stored(2)).say({.kind = ObservationKind::process_crashed, .process = event_store, .b = lost});
    story.say(stored(3)).ended_quiet();
    EXPECT_EQ(story.verdict(), lost > 0 ? Verdict::pass : Verdict::fail) << story.reason();
  }
}

}  // namespace
}  // namespace crisper::properties
