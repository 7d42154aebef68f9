#include "core/domain/smart_fridge/order.hpp"

#include <gtest/gtest.h>

#include "core/service/given_when_then.hpp"
#include "tests/core/domain/smart_fridge/sample_order.hpp"

namespace crisper::smart_fridge {
namespace {

const PlaceOrder place{
    .order = order, .customer = CustomerId{1}, .fridge = fridge, .meal = meal, .quantity = 2, .price = Amount{900}};

TEST(Order, is_placed_once) {
  // Wrong: one order would be carried out twice.
  EXPECT_TRUE(given<OrderDecider>().when(place).then(placed));
  EXPECT_TRUE(given<OrderDecider>(placed).when(place).then_rejected("placed before"));
}

TEST(Order, is_for_at_least_one_meal) {
  // Wrong: an order for nothing would wait for a reservation that no fridge makes.
  PlaceOrder none = place;
  none.quantity = 0;
  EXPECT_TRUE(given<OrderDecider>().when(none).then_rejected("at least one meal"));
}

TEST(Order, ends_once_completed_or_cancelled) {
  // Wrong: an order could be both served and cancelled.
  const CompleteOrder complete{.order = order};
  const CancelOrder cancel{.order = order, .reason = CancelReason::sold_out};
  const OrderCompleted completed{.order = order};
  const OrderCancelled cancelled{.order = order, .reason = CancelReason::sold_out};
  EXPECT_TRUE(given<OrderDecider>(placed).when(complete).then(completed));
  EXPECT_TRUE(given<OrderDecider>(placed).when(cancel).then(cancelled));
  EXPECT_TRUE(given<OrderDecider>(placed, completed).when(cancel).then_rejected());
  EXPECT_TRUE(given<OrderDecider>(placed, cancelled).when(complete).then_rejected());
  EXPECT_TRUE(given<OrderDecider>().when(complete).then_rejected());
  EXPECT_TRUE(given<OrderDecider>().when(cancel).then_rejected());
}

TEST(Order, rejects_what_is_not_for_it) {
  // Wrong: a command sent to the wrong state would pass unnoticed.
  EXPECT_TRUE(given<OrderDecider>().when(LoadMeals{.meal = MealId{1}, .quantity = 1}).then_rejected());
}

}  // namespace
}  // namespace crisper::smart_fridge
