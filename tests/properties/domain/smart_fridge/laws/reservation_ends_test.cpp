#include <gtest/gtest.h>

#include "tests/properties/story.hpp"

namespace crisper::properties {
namespace {

using namespace testing;

TEST(ReservationEnds, fails_when_a_reservation_stays) {
  // Wrong: the missing compensation after a refused payment would pass.
  Story story("reservation_ends");
  story.appended(fridge(3), MealReserved{order(7), meal(1), 1}).ended_quiet();
  EXPECT_EQ(story.reason(), "the reservation of meal 1 in fridge-3 for order-7 was neither confirmed nor released");
}

TEST(ReservationEnds, fails_when_it_ends_twice) {
  // Wrong: a meal could be sold and given back.
  Story story("reservation_ends");
  story.appended(fridge(3), MealReserved{order(7), meal(1), 1})
      .appended(fridge(3), ReservationConfirmed{order(7), meal(1), 1})
      .appended(fridge(3), ReservationReleased{order(7), meal(1), 1})
      .ended_quiet();
  EXPECT_EQ(story.reason(), "the reservation of meal 1 in fridge-3 for order-7 was released after it had ended");
}

TEST(ReservationEnds, fails_when_it_ends_without_having_begun) {
  // Wrong: an end that belongs to no reservation would pass.
  Story story("reservation_ends");
  story.appended(fridge(3), ReservationConfirmed{order(7), meal(1), 1}).ended_quiet();
  EXPECT_EQ(story.verdict(), Verdict::fail);
}

TEST(ReservationEnds, fails_when_it_is_made_twice) {
  // Wrong: one order would hold two meals back.
  Story story("reservation_ends");
  story.appended(fridge(3), MealReserved{order(7), meal(1), 1})
      .appended(fridge(3), MealReserved{order(7), meal(1), 1})
      .appended(fridge(3), ReservationConfirmed{order(7), meal(1), 1})
      .ended_quiet();
  EXPECT_EQ(story.verdict(), Verdict::fail);
}

TEST(ReservationEnds, passes_when_each_one_ends_once) {
  // Wrong: a correct run would be called broken.
  Story story("reservation_ends");
  story.appended(fridge(3), MealReserved{order(7), meal(1), 1})
      .appended(fridge(3), MealReserved{order(8), meal(1), 1})
      .appended(fridge(3), ReservationReleased{order(7), meal(1), 1})
      .appended(fridge(3), ReservationConfirmed{order(8), meal(1), 1})
      .ended_quiet();
  EXPECT_EQ(story.verdict(), Verdict::pass);
}

TEST(ReservationEnds, leaves_open_what_was_under_way_when_time_was_up) {
  // Wrong: an order in the middle of its payment would be called a failure, or a pass.
  Story story("reservation_ends");
  story.appended(fridge(3), MealReserved{order(7), meal(1), 1}).ended_at_horizon();
  EXPECT_EQ(story.verdict(), Verdict::unknown);
}

TEST(ReservationEnds, says_nothing_where_nothing_was_reserved) {
  // Wrong: a judge that saw nothing would say pass.
  Story story("reservation_ends");
  story.appended(fridge(3), MealsLoaded{meal(1), 1}).ended_quiet();
  EXPECT_EQ(story.verdict(), Verdict::unknown);
  EXPECT_TRUE(story.property().judgement().vacuous);
}

}  // namespace
}  // namespace crisper::properties
