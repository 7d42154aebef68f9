#include <gtest/gtest.h>

#include "tests/properties/story.hpp"

namespace crisper::properties {
namespace {

using namespace testing;

TEST(StockNeverNegative, fails_when_two_orders_get_the_last_meal) {
  // Wrong: an oversold fridge would pass, which is what the whole testbed is for.
  Story story("stock_never_negative");
  story.appended(fridge(3), MealsLoaded{meal(1), 1})
      .appended(fridge(3), MealReserved{order(7), meal(1), 1}, handler_1)
      .appended(fridge(3), MealReserved{order(8), meal(1), 1}, handler_2)
      .ended_quiet();
  EXPECT_EQ(story.verdict(), Verdict::fail);
  EXPECT_EQ(story.reason(), "fridge-3 has -1 of meal 1 for sale");
  EXPECT_EQ(story.evidence(),
            "       1ms  event-store stored MealReserved{order=7 meal=1 quantity=1} as version 2 of fridge-3 for "
            "handler-1\n"
            "       2ms  event-store stored MealReserved{order=8 meal=1 quantity=1} as version 3 of fridge-3 for "
            "handler-2\n");
}

TEST(StockNeverNegative, fails_when_more_is_removed_than_is_for_sale) {
  // Wrong: a report could take away what is set aside for orders.
  Story story("stock_never_negative");
  story.appended(fridge(3), MealsLoaded{meal(1), 2})
      .appended(fridge(3), MealReserved{order(7), meal(1), 1})
      .appended(fridge(3), MealsRemoved{meal(1), 2})
      .ended_quiet();
  EXPECT_EQ(story.verdict(), Verdict::fail);
}

TEST(StockNeverNegative, passes_when_a_released_meal_is_sold_again) {
  // Wrong: a correct run would be called broken.
  Story story("stock_never_negative");
  story.appended(fridge(3), MealsLoaded{meal(1), 1})
      .appended(fridge(3), MealReserved{order(7), meal(1), 1})
      .appended(fridge(3), ReservationReleased{order(7), meal(1), 1})
      .appended(fridge(3), MealReserved{order(8), meal(1), 1})
      .appended(fridge(3), ReservationConfirmed{order(8), meal(1), 1})
      .appended(fridge(4), MealsLoaded{meal(1), 1})
      .ended_quiet();
  EXPECT_EQ(story.verdict(), Verdict::pass);
  EXPECT_EQ(story.property().observed(), 6u);
}

TEST(StockNeverNegative, says_nothing_of_a_run_without_fridges) {
  // Wrong: a judge that saw nothing would say pass.
  Story story("stock_never_negative");
  story.appended(order_stream(7), OrderCompleted{order(7)}).ended_quiet();
  EXPECT_EQ(story.verdict(), Verdict::unknown);
  EXPECT_TRUE(story.property().judgement().vacuous);
}

}  // namespace
}  // namespace crisper::properties
