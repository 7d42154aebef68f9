#include "core/domain/smart_fridge/order_saga.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <string>

#include "tests/core/domain/smart_fridge/sample_order.hpp"

namespace crisper::smart_fridge {
namespace {

const ReservationRefused sold_out{.order = order, .meal = meal, .quantity = 2, .available = 0};
const PaymentAccepted charged{.order = order, .amount = Amount{900}};
const PaymentRefused not_charged{.order = order};
const PaymentRefunded refunded{.order = order, .amount = Amount{900}};
constexpr const char* out_of_time = "out of time";

/// Drives one instance by hand.
class Drive {
 public:
  template <MessageBody Body>
  Drive& on(Body event) {
    RecordedEvent recorded;
    recorded.body = Payload::of(event);
    EXPECT_EQ(saga_.correlate(recorded), stream_of(order));
    take(saga_.react(state_, recorded));
    return *this;
  }
  Drive& on(const char*) {
    take(saga_.on_timeout(state_));
    return *this;
  }
  /// "stage: Effect Effect", or "-" where the last event changed nothing.
  std::string step() const {
    if (!last_) return "-";
    std::string text = saga_.stage_name(last_->state_number);
    if (last_->ended) text += "!";
    for (const SagaEffect& effect : last_->effects) text += " " + std::string(effect.body->type().name);
    return text;
  }
  const std::optional<SagaStep>& last() const { return last_; }

 private:
  void take(std::optional<SagaStep> step) {
    last_ = std::move(step);
    if (last_) state_ = last_->state;
  }

  OrderSaga saga_{Options{}};
  Payload state_;
  std::optional<SagaStep> last_;
};

Drive placing() { return Drive().on(placed); }

TEST(OrderSaga, reserves_charges_and_serves) {
  // Wrong: a good order would not come to its end.
  EXPECT_EQ(placing().step(), "reserving ReserveMeal");
  EXPECT_EQ(placing().on(reserved).step(), "charging ChargeOrder");
  EXPECT_EQ(placing().on(reserved).on(charged).step(), "completed! ConfirmReservation CompleteOrder");
  EXPECT_EQ(placing().last()->time_limit, Options{}.order_time_limit);
}

TEST(OrderSaga, cancels_what_is_sold_out_or_refused_and_gives_back_what_it_held) {
  // Wrong: hazard 57, a reservation that nobody ends.
  EXPECT_EQ(placing().on(sold_out).step(), "cancelled! CancelOrder");
  EXPECT_EQ(placing().on(reserved).on(not_charged).step(), "cancelled! ReleaseReservation CancelOrder");
}

TEST(OrderSaga, cancels_an_order_that_nobody_can_mean_before_anything_is_reserved) {
  // R14: customers are a source as well. Wrong: one slip would empty a fridge.
  const OrderSaga saga(Options{.order_at_most = 2});
  const auto step_of = [&](Quantity quantity) {
    OrderPlaced many = placed;
    many.quantity = quantity;
    RecordedEvent event;
    event.body = Payload::of(many);
    return *saga.react({}, event);
  };
  EXPECT_FALSE(step_of(2).ended);
  const SagaStep doubted = step_of(3);
  EXPECT_TRUE(doubted.ended);
  ASSERT_EQ(doubted.effects.size(), 1U);
  EXPECT_EQ(doubted.effects[0].body, Payload::of(CancelOrder{.order = order, .reason = CancelReason::doubted}));
}

TEST(OrderSaga, out_of_time_undoes_what_was_done_and_what_turns_out_to_have_been) {
  // Wrong: hazard 56, a payment or a reservation that comes after the time limit.
  EXPECT_EQ(placing().on(out_of_time).step(), "late_reserving CancelOrder");
  EXPECT_EQ(placing().on(out_of_time).on(reserved).step(), "cancelled! ReleaseReservation");
  EXPECT_EQ(placing().on(out_of_time).on(sold_out).step(), "cancelled!");
  EXPECT_EQ(placing().on(reserved).on(out_of_time).step(), "late_charging ReleaseReservation CancelOrder");
  EXPECT_EQ(placing().on(reserved).on(out_of_time).on(charged).step(), "refunding RefundOrder");
  EXPECT_EQ(placing().on(reserved).on(out_of_time).on(not_charged).step(), "cancelled!");
  EXPECT_EQ(placing().on(reserved).on(out_of_time).on(charged).on(refunded).step(), "refunded!");
}

TEST(OrderSaga, ignores_in_every_stage_what_does_not_belong_there) {
  // Wrong: a repeated or late event would set off effects a second time.
  const std::vector<std::pair<std::string, Drive>> stages = {
      {"reserving", placing()},
      {"charging", placing().on(reserved)},
      {"completed", placing().on(reserved).on(charged)},
      {"cancelled", placing().on(sold_out)},
      {"late_reserving", placing().on(out_of_time)},
      {"late_charging", placing().on(reserved).on(out_of_time)},
      {"refunding", placing().on(reserved).on(out_of_time).on(charged)},
      {"refunded", placing().on(reserved).on(out_of_time).on(charged).on(refunded)},
  };
  const std::vector<std::pair<std::string, std::function<void(Drive&)>>> events = {
      {"placed", [](Drive& d) { d.on(placed); }},           {"reserved", [](Drive& d) { d.on(reserved); }},
      {"sold_out", [](Drive& d) { d.on(sold_out); }},       {"charged", [](Drive& d) { d.on(charged); }},
      {"not_charged", [](Drive& d) { d.on(not_charged); }}, {"refunded", [](Drive& d) { d.on(refunded); }},
      {"timeout", [](Drive& d) { d.on(out_of_time); }},
  };
  std::string moves;
  for (const auto& [stage, drive] : stages) {
    for (const auto& [name, happens] : events) {
      Drive copy = drive;
      happens(copy);
      if (copy.step() != "-") moves += stage + "+" + name + " ";
    }
  }
  EXPECT_EQ(moves,
            "reserving+reserved reserving+sold_out reserving+timeout "
            "charging+charged charging+not_charged charging+timeout "
            "late_reserving+reserved late_reserving+sold_out "
            "late_charging+charged late_charging+not_charged "
            "refunding+refunded ");
}

TEST(OrderSaga, begins_with_the_order_and_with_nothing_else) {
  // Wrong: an event of an unknown order would begin an instance without an order in it.
  EXPECT_EQ(Drive().on(reserved).step(), "-");
  EXPECT_EQ(Drive().on(charged).step(), "-");
  EXPECT_EQ(Drive().on(out_of_time).step(), "-");
}

TEST(OrderSaga, does_not_listen_to_events_of_no_order) {
  // Wrong: the kitchen's events would be looked up among the orders.
  RecordedEvent recorded;
  recorded.body = Payload::of(MealsLoaded{.meal = MealId{1}, .quantity = 1});
  EXPECT_EQ(OrderSaga(Options{}).correlate(recorded), std::nullopt);
}

TEST(OrderSaga, has_a_name_for_each_of_its_stages_and_for_nothing_else) {
  // Wrong: people would read numbers, or a stage that there is not.
  EXPECT_EQ(OrderSaga(Options{}).stage_name(static_cast<std::int64_t>(OrderStage::enriching)), "enriching");
  EXPECT_EQ(OrderSaga(Options{}).stage_name(static_cast<std::int64_t>(OrderStage::enriching) + 1), "");
  EXPECT_EQ(OrderSaga(Options{}).stage_name(-1), "");
}

TEST(OrderSaga, is_begun_by_an_order_and_by_nothing_else) {
  // Hazards 41, 43. If this fails, an answer that comes too early or too late begins an instance that nobody ends.
  const OrderSaga saga{Options{}};
  const auto starts = [&](auto body) {
    RecordedEvent event;
    event.body = Payload::of(body);
    return saga.starts(event);
  };
  EXPECT_TRUE(starts(placed));
  EXPECT_FALSE(starts(reserved));
  EXPECT_FALSE(starts(charged));
  EXPECT_FALSE(starts(refunded));
}

}  // namespace
}  // namespace crisper::smart_fridge
