#include "core/domain/smart_fridge/order_enricher.hpp"

#include <gtest/gtest.h>

#include <string>

#include "core/domain/smart_fridge/order_saga.hpp"
#include "tests/core/domain/smart_fridge/sample_order.hpp"

namespace crisper::smart_fridge {
namespace {

const OrderEnriched enriched{
    .order = order, .customer = CustomerId{1}, .fridge = fridge, .meal = meal, .quantity = 2, .price = Amount{900}};

template <MessageBody Body>
RecordedEvent recorded(Body body) {
  RecordedEvent event;
  event.body = Payload::of(body);
  return event;
}

/// What comes of the events, told one after another.
template <MessageBody... Bodies>
std::vector<Payload> told(Bodies... bodies) {
  const OrderEnricher enricher;
  Payload memory;
  std::vector<Payload> made;
  const auto tell = [&](const RecordedEvent& event) {
    EXPECT_EQ(enricher.correlate(event), enriched_stream_of(order));
    if (const auto more = enricher.enrich(memory, event)) made.push_back(more->body);
    memory = enricher.remember(memory, event);
  };
  (tell(recorded(bodies)), ...);
  return made;
}

TEST(OrderEnricher, hands_on_what_is_reserved_once_with_all_that_the_order_said) {
  // R19. Wrong: who charges would have to ask somebody.
  const std::vector<Payload> once{Payload::of(enriched)};
  EXPECT_TRUE(told(placed).empty());
  EXPECT_TRUE(told(reserved).empty());
  EXPECT_EQ(told(placed, reserved), once);
  EXPECT_EQ(told(reserved, placed), once) << "two streams, in either order";
  EXPECT_EQ(told(placed, reserved, reserved), once);
}

/// An order's process where orders are enriched, told one event after another. "stage: Effect Effect", or "-".
class EnrichedProcess {
 public:
  template <MessageBody Body>
  EnrichedProcess& on(Body body) {
    const RecordedEvent event = recorded(body);
    EXPECT_EQ(saga_.correlate(event), stream_of(order));
    return take(saga_.react(state_, event));
  }
  EnrichedProcess& out_of_time() { return take(saga_.on_timeout(state_)); }
  const std::string& step() const { return step_; }

 private:
  EnrichedProcess& take(std::optional<SagaStep> step) {
    step_ = "-";
    if (!step) return *this;
    state_ = step->state;
    step_ = step->ended ? "ended" : std::to_string(step->state_number);
    for (const SagaEffect& effect : step->effects) step_ += " " + std::string(effect.body->type().name);
    return *this;
  }

  OrderSaga saga_{Options{.enrich = true}};
  Payload state_;
  std::string step_;
};

std::string number_of(OrderStage stage) { return std::to_string(static_cast<int>(stage)); }

TEST(OrderEnricher, is_who_the_orders_process_waits_for_before_it_charges) {
  // R19. Wrong: an order would be charged before it was enriched, or twice.
  const std::string charging = number_of(OrderStage::charging) + " ChargeOrder";
  EXPECT_EQ(EnrichedProcess().on(placed).on(reserved).step(), number_of(OrderStage::enriching));
  EXPECT_EQ(EnrichedProcess().on(placed).on(reserved).on(enriched).step(), charging);
  EXPECT_EQ(EnrichedProcess().on(placed).on(enriched).step(), charging) << "two streams, in either order";
  EXPECT_EQ(EnrichedProcess().on(placed).on(enriched).on(reserved).step(), "-");
  EXPECT_EQ(EnrichedProcess().on(placed).on(reserved).on(reserved).step(), "-");
  EXPECT_EQ(OrderSaga(Options{}).correlate(recorded(enriched)), std::nullopt);
}

TEST(OrderEnricher, is_not_waited_for_by_meals_that_an_order_must_give_back) {
  // Hazard 57. Wrong: while the enricher is away, orders that ran out of time would keep their meals.
  EXPECT_EQ(EnrichedProcess().on(placed).on(reserved).out_of_time().step(), "ended ReleaseReservation CancelOrder");
  EXPECT_EQ(EnrichedProcess().on(placed).out_of_time().on(reserved).step(), "ended ReleaseReservation");
  EXPECT_EQ(EnrichedProcess().on(placed).out_of_time().on(enriched).step(), "ended ReleaseReservation");
  EXPECT_EQ(EnrichedProcess().on(placed).on(reserved).out_of_time().on(enriched).step(), "-");
  EXPECT_EQ(EnrichedProcess().on(placed).out_of_time().on(enriched).on(reserved).step(), "-");
  EXPECT_EQ(EnrichedProcess().on(placed).out_of_time().on(reserved).on(enriched).step(), "-");
}

}  // namespace
}  // namespace crisper::smart_fridge
