#include "properties/domain/row_change.hpp"

#include <gtest/gtest.h>

namespace crisper::properties {
namespace {

TEST(RowFold, reads_what_an_event_does_to_the_stock) {
  // Wrong: right rows would be marked as wrong.
  EXPECT_EQ(row_change("MealReserved", "MealReserved{order=1 meal=3 quantity=2}")->delta, -2);
  EXPECT_EQ(row_change("MealsLoaded", "MealsLoaded{meal=4 quantity=5}")->item, 4);
  EXPECT_EQ(row_change("ReservationReleased", "ReservationReleased{order=1 meal=3 quantity=2}")->delta, 2);
  EXPECT_EQ(row_change("TraysLoaded", "TraysLoaded{meal=3 trays=2 meals_on_each=6}")->delta, 12);
  EXPECT_FALSE(row_change("OrderPlaced", "OrderPlaced{order=1 meal=3 quantity=2}"));
  EXPECT_FALSE(row_change("MealReserved", "MealReserved{}"));
  EXPECT_EQ(field_of("X{oatmeal=1 meal=7}", "meal"), 7);
}

}  // namespace
}  // namespace crisper::properties
