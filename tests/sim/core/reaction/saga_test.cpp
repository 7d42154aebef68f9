// R19: order -> reserve -> charge -> confirm, with a time limit, refusals and answers that never come.
#include <gtest/gtest.h>

#include <map>

#include "core/domain/smart_fridge/order_saga.hpp"
#include "tests/sim/core/scene.hpp"

namespace crisper::sim::pipeline {
namespace {

using namespace crisper::literals;
using enum ObservationKind;
using smart_fridge::CancelReason;
using smart_fridge::OrderStage;

constexpr Probability always{Probability::one};
constexpr std::uint64_t first_order = 1001;

Scene one_order() {
  Scene scene;
  scene.kitchen(1, 2).customer({});
  return scene;
}

/// The stages that the order process went through, in order.
std::vector<OrderStage> stages(const Played& played) {
  std::vector<OrderStage> result;
  for (const Observation& o : played.ledger->all({saga_stepped})) result.push_back(static_cast<OrderStage>(o.a));
  return result;
}

/// Meals for sale in the first fridge at the end.
std::int64_t stock(const Played& played) { return played.ledger->stock().begin()->second; }

TEST(OrderProcess, reserves_then_charges_then_confirms) {
  // R19. Wrong: an order would be served unpaid, or paid and not served.
  const Played played = play(one_order());
  EXPECT_EQ(played.wrong(), "");
  EXPECT_EQ(stages(played), (std::vector{OrderStage::reserving, OrderStage::charging, OrderStage::completed}));
  const Ledger::Order& order = played.ledger->order(first_order);
  EXPECT_EQ(order.reserved, 1);
  EXPECT_EQ(order.confirmed, 1);
  EXPECT_EQ(order.charges, 1);
  EXPECT_EQ(order.completed, 1);
  EXPECT_EQ(stock(played), 1);
}

TEST(OrderProcess, gives_the_meal_back_when_the_payment_is_refused) {
  // R19. Wrong: a refused payment would keep a meal from being sold to anybody.
  Scene scene = one_order();
  scene.options.payment_refused = always;
  const Played played = play(scene);
  EXPECT_EQ(played.wrong(), "");
  EXPECT_EQ(stages(played), (std::vector{OrderStage::reserving, OrderStage::charging, OrderStage::cancelled}));
  const Ledger::Order& order = played.ledger->order(first_order);
  EXPECT_EQ(order.released, 1);
  EXPECT_EQ(order.charges, 0);
  EXPECT_EQ(order.cancelled, 1);
  EXPECT_EQ(order.reason, CancelReason::payment_refused);
  EXPECT_EQ(stock(played), 2);
}

TEST(OrderProcess, charges_nobody_for_a_meal_that_is_sold_out) {
  // R19. Wrong: the third customer would pay for one of two meals.
  Scene scene;
  scene.kitchen(1, 2).customer({.count = 3});
  const Played played = play(scene);
  EXPECT_EQ(played.wrong(), "");
  int sold_out = 0;
  for (const auto& [stream, order] : played.ledger->orders()) {
    if (order.cancelled == 0) continue;
    ++sold_out;
    EXPECT_EQ(order.reason, CancelReason::sold_out);
    EXPECT_EQ(order.refused, 1);
    EXPECT_EQ(order.charges, 0);
  }
  EXPECT_EQ(sold_out, 1);
}

TEST(OrderProcess, cancels_and_refunds_an_order_whose_payment_comes_after_the_time_limit) {
  // R19. Wrong: a slow processor would keep the meal for ever, or the late money would be kept.
  Scene scene = one_order();
  scene.options.order_time_limit = 300ms;
  scene.options.payment_timeout = 30s;
  scene.plan = FaultPlan{{pause_at("payment-processor", sim_start + 1us, 2s)}};
  const Played played = play(scene);
  EXPECT_EQ(played.wrong(), "");
  EXPECT_EQ(stages(played), (std::vector{OrderStage::reserving, OrderStage::charging, OrderStage::late_charging,
                                         OrderStage::refunding, OrderStage::refunded}));
  const Ledger::Order& order = played.ledger->order(first_order);
  EXPECT_EQ(order.reason, CancelReason::time_limit);
  EXPECT_EQ(order.charges, 1);
  EXPECT_EQ(order.refunds, 1);
  EXPECT_EQ(stock(played), 2);
  const Observation timed_out = played.ledger->first(saga_timed_out);
  EXPECT_EQ(timed_out.at, played.ledger->first(saga_started).at + 300ms);
  EXPECT_LT(timed_out.at, played.ledger->first(effect_performed).at);
}

TEST(OrderProcess, releases_a_reservation_that_comes_after_the_time_limit) {
  // R19. Wrong: an order that nobody waits for any more would keep its meal.
  Scene scene = one_order();
  scene.options.order_time_limit = 50ms;
  const SimTime placed = play(scene).ledger->first(saga_started).at;
  scene.plan = FaultPlan{{pause_at("command-relay", placed, 1s)}};
  const Played played = play(scene);
  EXPECT_EQ(played.wrong(), "");
  EXPECT_EQ(stages(played),
            (std::vector{OrderStage::reserving, OrderStage::late_reserving, OrderStage::cancelled}));
  EXPECT_EQ(played.ledger->order(first_order).released, 1);
  EXPECT_EQ(played.ledger->order(first_order).charges, 0);
  EXPECT_EQ(stock(played), 2);
}

class AmbiguousPayment : public testing::TestWithParam<bool> {};

TEST_P(AmbiguousPayment, is_charged_once_where_the_processor_knows_the_key_and_more_often_where_it_does_not) {
  // R19. Wrong: "no answer" would be taken for "not done", and the customer pays twice; or nobody would notice.
  const bool idempotent = GetParam();
  Scene scene;
  scene.options.payment_idempotent = idempotent;
  scene.options.payment_timeout = 50ms;
  // The effect takes place; its answer is lost.
  scene.faults.push_back({.kind = FaultKind::loss,
                          .from = "payment-processor",
                          .rate = Probability{Probability::one / 2}});
  scene.kitchen(1, 20).customer({.count = 10});
  for (scene.seed = 1; scene.seed <= 5; ++scene.seed) {
    const Played played = play(scene);
    ASSERT_GT(played.fault(FaultKind::loss).seen, 0u);
    int charged_again = 0;
    for (const auto& [stream, order] : played.ledger->orders()) {
      EXPECT_GE(order.charges, 1);
      if (order.charges > 1) ++charged_again;
    }
    if (idempotent) {
      EXPECT_EQ(charged_again, 0);
      EXPECT_EQ(played.wrong(), "");
    } else {
      EXPECT_GT(charged_again, 0);
      EXPECT_NE(played.wrong().find("was charged 2 times"), std::string::npos) << played.wrong();
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Processor, AmbiguousPayment, testing::Bool(),
                         [](const auto& each) { return each.param ? "idempotent" : "not_idempotent"; });

TEST(OrderProcess, outlives_answers_of_the_processor_that_come_late_or_never) {
  // R19, R54. Wrong: the network would be the only way to lose an answer, and a late one would be taken for the next.
  for (const bool idempotent : {true, false}) {
    Scene scene;
    scene.options.payment_idempotent = idempotent;
    scene.options.payment_timeout = 50ms;
    scene.options.payment_answer_lost = Probability{Probability::one / 3};
    scene.options.payment_late = Probability{Probability::one / 3};
    scene.options.payment_late_by = 120ms;
    scene.kitchen(1, 20).customer({.count = 10});
    const Played played = play(scene);
    EXPECT_GT(played.ledger->count(reply_late), 0u);
    int charged_again = 0;
    for (const auto& [id, order] : played.ledger->orders()) charged_again += order.charges > 1 ? 1 : 0;
    if (idempotent) {
      EXPECT_EQ(played.wrong(), "");
      EXPECT_EQ(charged_again, 0);
    } else {
      EXPECT_GT(charged_again, 0);
    }
  }
}

TEST(OrderProcess, ends_each_order_paid_and_served_or_with_the_money_and_the_meal_back) {
  // R19. Wrong: some mixture of refusals, slowness and time limits would leave an order half done.
  std::map<CancelReason, int> cancelled;
  int served = 0;
  int refunded = 0;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    Scene scene;
    scene.seed = seed;
    scene.options.order_time_limit = 250ms;
    scene.options.payment_latency = 120ms;
    scene.options.payment_refused = Probability{Probability::one / 5};
    scene.kitchen(1, 6).customer({.customer = 1, .count = 5}).customer({.customer = 2, .count = 5});
    const Played played = play(scene);
    ASSERT_EQ(played.wrong(), "") << "seed " << seed;
    for (const auto& [stream, order] : played.ledger->orders()) {
      served += order.completed;
      refunded += order.refunds;
      if (order.cancelled > 0) ++cancelled[order.reason];
    }
  }
  EXPECT_GT(served, 0);
  EXPECT_GT(refunded, 0);
  EXPECT_GT(cancelled[CancelReason::sold_out], 0);
  EXPECT_GT(cancelled[CancelReason::payment_refused], 0);
  EXPECT_GT(cancelled[CancelReason::time_limit], 0);
}

}  // namespace
}  // namespace crisper::sim::pipeline
