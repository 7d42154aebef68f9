#include <gtest/gtest.h>

#include "tests/properties/story.hpp"

namespace crisper::properties {
namespace {

using namespace testing;

/// Order 7, placed at 900 cents.
Story placed_order() {
  Story story("order_settled");
  story.appended(order_stream(7), placed(7, 900));
  return story;
}

TEST(OrderSettled, fails_when_a_customer_pays_and_gets_nothing) {
  // Wrong: money kept for a cancelled order would pass.
  Story story = placed_order();
  story.charged(7, 900).appended(order_stream(7), OrderCancelled{order(7), CancelReason::time_limit}).ended_quiet();
  EXPECT_EQ(story.reason(), "order-7 was cancelled, but 900 cents were kept");
}

TEST(OrderSettled, fails_when_a_customer_is_served_and_pays_nothing) {
  // Wrong: a completed order that nobody paid for would pass.
  Story story = placed_order();
  story.appended(fridge(3), ReservationConfirmed{order(7), meal(1), 1})
      .appended(order_stream(7), OrderCompleted{order(7)})
      .ended_quiet();
  EXPECT_EQ(story.reason(), "order-7 was completed at 900 cents, but 0 were paid");
}

TEST(OrderSettled, fails_when_a_completed_order_was_refunded) {
  // Wrong: a late compensation would undo a sale unseen.
  Story story = placed_order();
  story.appended(fridge(3), ReservationConfirmed{order(7), meal(1), 1})
      .charged(7, 900)
      .appended(order_stream(7), OrderCompleted{order(7)})
      .refunded(7, 900)
      .ended_quiet();
  EXPECT_EQ(story.verdict(), Verdict::fail);
}

TEST(OrderSettled, fails_when_an_order_is_completed_and_its_meal_is_not_handed_over) {
  // Wrong: paid and completed would be taken for served.
  Story story = placed_order();
  story.charged(7, 900).appended(order_stream(7), OrderCompleted{order(7)}).ended_quiet();
  EXPECT_EQ(story.reason(), "order-7 was completed, but its meal was never handed over");
}

TEST(OrderSettled, fails_when_a_cancelled_order_takes_its_meal) {
  // Wrong: the confirmation that comes after the cancellation would pass.
  Story story = placed_order();
  story.appended(order_stream(7), OrderCancelled{order(7), CancelReason::time_limit})
      .appended(fridge(3), ReservationConfirmed{order(7), meal(1), 1})
      .ended_quiet();
  EXPECT_EQ(story.reason(), "order-7 was cancelled, but its meal was sold");
}

TEST(OrderSettled, fails_when_an_order_is_forgotten) {
  // Wrong: a process manager that loses an order would pass.
  Story story = placed_order();
  story.ended_quiet();
  EXPECT_EQ(story.reason(), "order-7 was neither completed nor cancelled");
}

TEST(OrderSettled, fails_when_an_order_is_completed_and_cancelled) {
  // Wrong: two ends of one order would pass.
  Story story = placed_order();
  story.appended(order_stream(7), OrderCompleted{order(7)})
      .appended(order_stream(7), OrderCancelled{order(7), CancelReason::time_limit})
      .ended_quiet();
  EXPECT_EQ(story.reason(), "order-7 was both completed and cancelled");
}

TEST(OrderSettled, fails_when_somebody_pays_who_never_ordered) {
  // Wrong: a charge for an order that does not exist would pass.
  Story story = placed_order();
  story.appended(order_stream(7), OrderCancelled{order(7), CancelReason::sold_out}).charged(8, 500).ended_quiet();
  EXPECT_EQ(story.reason(), "order-8 cost 500 cents and was never placed");
}

TEST(OrderSettled, passes_paid_and_served_as_well_as_refunded_and_not_served) {
  // Wrong: a correct run would be called broken.
  Story story = placed_order();
  story.charged(7, 900)
      .appended(fridge(3), ReservationConfirmed{order(7), meal(1), 1})
      .appended(order_stream(7), OrderCompleted{order(7)})
      .appended(order_stream(8), placed(8, 500))
      .charged(8, 500)
      .appended(order_stream(8), OrderCancelled{order(8), CancelReason::time_limit})
      .refunded(8, 500)
      .appended(order_stream(9), placed(9, 100))
      .appended(order_stream(9), OrderCancelled{order(9), CancelReason::sold_out})
      .ended_quiet();
  EXPECT_EQ(story.verdict(), Verdict::pass);
  EXPECT_EQ(story.property().observed(), 3u);
}

TEST(OrderSettled, leaves_open_an_order_under_way_when_time_was_up) {
  // Wrong: an order that had time left would be called a failure, or a pass.
  Story story = placed_order();
  story.charged(7, 900).ended_at_horizon();
  EXPECT_EQ(story.verdict(), Verdict::unknown);
}

TEST(OrderSettled, says_nothing_where_nobody_ordered) {
  // Wrong: a judge that saw nothing would say pass.
  Story story("order_settled");
  story.ended_quiet();
  EXPECT_TRUE(story.property().judgement().vacuous);
}

}  // namespace
}  // namespace crisper::properties
