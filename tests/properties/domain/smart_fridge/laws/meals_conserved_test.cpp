#include <gtest/gtest.h>

#include "tests/properties/story.hpp"

namespace crisper::properties {
namespace {

using namespace testing;

TEST(MealsConserved, fails_when_a_reservation_is_released_twice) {
  // Wrong: a meal given back twice would exist twice.
  Story story("meals_conserved");
  story.appended(fridge(3), MealsLoaded{meal(1), 2})
      .appended(fridge(3), MealReserved{order(7), meal(1), 1})
      .appended(fridge(3), ReservationReleased{order(7), meal(1), 1})
      .appended(fridge(3), ReservationReleased{order(7), meal(1), 1})
      .ended_quiet();
  EXPECT_EQ(story.reason(), "fridge-3 loaded 2 of meal 1, but has 3 for sale, 0 reserved, 0 sold and 0 removed");
  EXPECT_EQ(story.property().violation_count(), 1u);
}

TEST(MealsConserved, fails_when_a_reservation_is_confirmed_twice) {
  // Wrong: one meal would be sold twice.
  Story story("meals_conserved");
  story.appended(fridge(3), MealsLoaded{meal(1), 2})
      .appended(fridge(3), MealReserved{order(7), meal(1), 1})
      .appended(fridge(3), ReservationConfirmed{order(7), meal(1), 1})
      .appended(fridge(3), ReservationConfirmed{order(7), meal(1), 1})
      .ended_quiet();
  EXPECT_EQ(story.verdict(), Verdict::fail);
}

TEST(MealsConserved, fails_when_nothing_was_reserved_and_it_is_confirmed) {
  // Wrong: a sale without a reservation takes a meal that is still for sale.
  Story story("meals_conserved");
  story.appended(fridge(3), MealsLoaded{meal(1), 2})
      .appended(fridge(3), ReservationConfirmed{order(7), meal(1), 1})
      .ended_quiet();
  EXPECT_EQ(story.verdict(), Verdict::fail);
}

TEST(MealsConserved, fails_when_a_released_meal_is_confirmed_after_all) {
  // Wrong: the payment that comes after the refund would go unnoticed.
  Story story("meals_conserved");
  story.appended(fridge(3), MealsLoaded{meal(1), 1})
      .appended(fridge(3), MealReserved{order(7), meal(1), 1})
      .appended(fridge(3), ReservationReleased{order(7), meal(1), 1})
      .appended(fridge(3), ReservationConfirmed{order(7), meal(1), 1})
      .ended_quiet();
  EXPECT_EQ(story.verdict(), Verdict::fail);
}

TEST(MealsConserved, fails_when_more_comes_back_than_was_set_aside) {
  // Wrong: quantities would be taken on trust.
  Story story("meals_conserved");
  story.appended(fridge(3), MealsLoaded{meal(1), 5})
      .appended(fridge(3), MealReserved{order(7), meal(1), 1})
      .appended(fridge(3), ReservationReleased{order(7), meal(1), 2})
      .ended_quiet();
  EXPECT_EQ(story.verdict(), Verdict::fail);
}

TEST(MealsConserved, fails_when_a_refusal_was_decided_on_an_old_stock) {
  // Wrong: a customer would be sent away from a full fridge, and nobody would see why.
  Story story("meals_conserved");
  story.appended(fridge(3), MealsLoaded{meal(1), 2})
      .appended(fridge(3), ReservationRefused{order(7), meal(1), 1, 0})
      .ended_quiet();
  EXPECT_EQ(story.reason(), "fridge-3 was decided on 0 of meal 1 for sale, when there were 2");
}

TEST(MealsConserved, fails_when_a_report_expected_something_else) {
  // Wrong: the handler's picture of the fridge could differ from the events for ever.
  Story story("meals_conserved");
  story.appended(fridge(3), MealsLoaded{meal(1), 2})
      .appended(fridge(3), MealReserved{order(7), meal(1), 1})
      .appended(fridge(3), StockReported{meal(1), 1, 1})
      .ended_quiet();
  EXPECT_EQ(story.reason(), "fridge-3 was decided on 1 of meal 1 in it, when there were 2");
}

TEST(MealsConserved, passes_a_whole_day_of_a_fridge) {
  // Wrong: a correct run would be called broken.
  Story story("meals_conserved");
  story.appended(fridge(3), MealsLoaded{meal(1), 4})
      .appended(fridge(3), MealReserved{order(7), meal(1), 2})
      .appended(fridge(3), MealReserved{order(8), meal(1), 1})
      .appended(fridge(3), ReservationRefused{order(9), meal(1), 2, 1})
      .appended(fridge(3), ReservationConfirmed{order(7), meal(1), 2})
      .appended(fridge(3), ReservationReleased{order(8), meal(1), 1})
      .appended(fridge(3), MealReserved{order(10), meal(1), 1})
      .appended(fridge(3), StockReported{meal(1), 1, 2})
      .appended(fridge(3), MealsRemoved{meal(1), 1})
      .ended_quiet();
  EXPECT_EQ(story.verdict(), Verdict::pass);
  EXPECT_EQ(story.property().observed(), 9u);
}

TEST(MealsConserved, says_nothing_of_a_run_without_fridges) {
  // Wrong: a judge that saw nothing would say pass.
  Story story("meals_conserved");
  story.ended_quiet();
  EXPECT_EQ(story.verdict(), Verdict::unknown);
  EXPECT_TRUE(story.property().judgement().vacuous);
}

}  // namespace
}  // namespace crisper::properties
