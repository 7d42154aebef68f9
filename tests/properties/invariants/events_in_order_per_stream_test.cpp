#include <gtest/gtest.h>

#include "tests/properties/story.hpp"

namespace crisper::properties {
namespace {

using namespace testing;

TEST(EventsInOrderPerStream, fails_when_a_consumer_takes_an_older_event_after_a_newer_one) {
  // Wrong: parallel relays that reorder a stream would pass.
  Story story("events_in_order_per_stream");
  story.appended(fridge(3), MealsLoaded{meal(1), 1}).published();
  story.appended(fridge(3), MealsLoaded{meal(1), 2}).published();
  story.applied(catalog, 2).applied(catalog, 1).ended_quiet();
  EXPECT_EQ(story.reason(), "catalog took position 1 of fridge-3 after position 2");
}

TEST(EventsInOrderPerStream, lets_streams_and_consumers_go_at_their_own_pace) {
  // Wrong: an order that nobody promises would be asked for.
  Story story("events_in_order_per_stream");
  story.appended(fridge(3), MealsLoaded{meal(1), 1}).published();
  story.appended(fridge(4), MealsLoaded{meal(1), 2}).published();
  story.applied(catalog, 2).applied(catalog, 1).applied(refill, 1).applied(refill, 2).ended_quiet();
  EXPECT_EQ(story.verdict(), Verdict::pass);
}

TEST(EventsInOrderPerStream, is_off_unless_asked_for) {
  // Wrong: designs whose effects commute would fail by default.
  EXPECT_FALSE(find_property("events_in_order_per_stream")->info.on_by_default);
}

TEST(EventsInOrderPerStream, says_nothing_where_nobody_listened) {
  // Wrong: a judge that saw nothing would say pass.
  Story story("events_in_order_per_stream");
  story.ended_quiet();
  EXPECT_EQ(story.verdict(), Verdict::unknown);
  EXPECT_TRUE(story.property().judgement().vacuous);
}

TEST(EventsInOrderPerStream, begins_anew_where_the_store_has_lost_events) {
  // Wrong: a consumer would be blamed for taking what has the place of an event that the store has lost.
  for (const std::int64_t lost : {1, 0}) {
    Story story("events_in_order_per_stream");
    story.appended(fridge(3), MealsLoaded{meal(1), 1}).published().appended(fridge(3), MealsLoaded{meal(1), 2});
    story.published().applied(catalog, 2);
    story.say({.kind = ObservationKind::process_crashed, .process = event_store, .b = lost});
    story.applied(catalog, 1).ended_quiet();
    EXPECT_EQ(story.verdict(), lost > 0 ? Verdict::pass : Verdict::fail) << story.reason();
  }
}

}  // namespace
}  // namespace crisper::properties
