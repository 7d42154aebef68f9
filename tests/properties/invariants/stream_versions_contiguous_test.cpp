#include <gtest/gtest.h>

#include "tests/properties/story.hpp"

namespace crisper::properties {
namespace {

using namespace testing;

Observation at(std::int64_t version, std::int64_t position) {
  return {.kind = ObservationKind::event_appended,
          .process = event_store,
          .stream = fridge(3),
          .a = version,
          .b = position};
}

TEST(StreamVersionsContiguous, fails_when_a_version_is_left_out) {
  // Wrong: a hole in a stream would pass.
  Story story("stream_versions_contiguous");
  story.say(at(1, 1)).say(at(3, 2)).ended_quiet();
  EXPECT_EQ(story.reason(), "fridge-3 got version 3 where 2 was due");
}

TEST(StreamVersionsContiguous, fails_when_a_version_is_given_twice) {
  // Wrong: two events in one place would pass.
  Story story("stream_versions_contiguous");
  story.say(at(1, 1)).say(at(1, 2)).ended_quiet();
  EXPECT_EQ(story.verdict(), Verdict::fail);
}

TEST(StreamVersionsContiguous, fails_when_positions_of_a_stream_do_not_grow) {
  // Wrong: readers that go by position would take a stream's events in the wrong order.
  Story story("stream_versions_contiguous");
  story.say(at(1, 5)).say(at(2, 4)).ended_quiet();
  EXPECT_EQ(story.reason(), "fridge-3 got position 4 after position 5");
}

TEST(StreamVersionsContiguous, fails_when_a_position_is_given_twice) {
  // Wrong: of two events in one place a reader that goes by position would have one.
  Story story("stream_versions_contiguous");
  story.say(at(1, 5)).appended(fridge(4), MealsLoaded{meal(1), 1});
  story.say({.kind = ObservationKind::event_appended, .process = event_store, .stream = fridge(5), .a = 1, .b = 5});
  story.ended_quiet();
  EXPECT_EQ(story.reason(), "event-store gave position 5 twice");
}

TEST(StreamVersionsContiguous, passes_when_transactions_commit_in_another_order_than_they_were_numbered) {
  // Wrong: a store whose sequence numbers events at their insert would be called broken.
  Story story("stream_versions_contiguous");
  story.say(at(1, 5));
  story.say({.kind = ObservationKind::event_appended, .process = event_store, .stream = fridge(5), .a = 1, .b = 4});
  story.ended_quiet();
  EXPECT_EQ(story.verdict(), Verdict::pass);
}

TEST(StreamVersionsContiguous, passes_when_positions_have_holes_and_streams_take_turns) {
  // Wrong: rolled-back numbers, which are allowed, would be called a failure.
  Story story("stream_versions_contiguous");
  story.appended(fridge(3), MealsLoaded{meal(1), 1}).appended(fridge(4), MealsLoaded{meal(1), 1}).say(at(2, 9));
  story.ended_quiet();
  EXPECT_EQ(story.verdict(), Verdict::pass);
}

TEST(StreamVersionsContiguous, says_nothing_where_nothing_was_stored) {
  // Wrong: a judge that saw nothing would say pass.
  Story story("stream_versions_contiguous");
  story.ended_quiet();
  EXPECT_EQ(story.verdict(), Verdict::unknown);
  EXPECT_TRUE(story.property().judgement().vacuous);
}

TEST(StreamVersionsContiguous, let_a_store_give_anew_what_it_has_lost) {
  // Wrong: a store that lost its tail in a crash would be blamed for its numbers, too; or one that lost nothing would
  // not.
  for (const std::int64_t lost : {1, 0}) {
    Story story("stream_versions_contiguous");
    story.appended(fridge(3), MealsLoaded{meal(1), 1}).appended(fridge(3), MealsLoaded{meal(1), 2});
    story.say({.kind = ObservationKind::process_crashed, .process = event_store, .b = lost});
    for (std::int64_t again = 2; again <= 3; ++again) {
      story.say({.kind = ObservationKind::event_appended,
                 .process = event_store,
                 .message = MessageId{static_cast<std::uint64_t>(70 + again)},
                 .stream = fridge(3),
                 .a = again,
                 .b = again});
    }
    story.ended_quiet();
    EXPECT_EQ(story.verdict(), lost > 0 ? Verdict::pass : Verdict::fail) << story.reason();
  }
}

}  // namespace
}  // namespace crisper::properties
