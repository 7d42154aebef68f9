#include "core/domain/smart_fridge/order_enricher.hpp"

#include <gtest/gtest.h>

#include "core/domain/smart_fridge/order_saga.hpp"

namespace crisper::smart_fridge {
namespace {

constexpr OrderId order{7};
const OrderPlaced placed{.order = order,
                         .customer = CustomerId{1},
                         .fridge = FridgeId{2},
                         .meal = MealId{3},
                         .quantity = 2,
                         .price = Amount{900}};
const MealReserved reserved{.order = order, .meal = MealId{3}, .quantity = 2};
const OrderEnriched enriched{.order = order,
                             .customer = CustomerId{1},
                             .fridge = FridgeId{2},
                             .meal = MealId{3},
                             .quantity = 2,
                             .price = Amount{900}};

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

TEST(OrderEnricher, is_who_the_orders_process_waits_for_before_it_charges_or_gives_back) {
  // R19. Wrong: an order would be charged before it was enriched, or a late one would keep its meals.
  const OrderSaga saga(Options{.enrich = true});
  EXPECT_EQ(saga.correlate(recorded(reserved)), std::nullopt);
  EXPECT_EQ(saga.correlate(recorded(enriched)), stream_of(order));
  const auto begun = saga.react({}, recorded(placed));
  ASSERT_TRUE(begun.has_value());
  const auto charging = saga.react(begun->state, recorded(enriched));
  ASSERT_TRUE(charging.has_value());
  EXPECT_EQ(charging->state_number, static_cast<std::int64_t>(OrderStage::charging));
  const auto late = saga.on_timeout(begun->state);
  ASSERT_TRUE(late.has_value());
  const auto given_back = saga.react(late->state, recorded(enriched));
  ASSERT_TRUE(given_back.has_value());
  EXPECT_EQ(given_back->effects.size(), 1U);
  EXPECT_TRUE(given_back->ended);
  EXPECT_EQ(OrderSaga(Options{}).correlate(recorded(enriched)), std::nullopt);
}

}  // namespace
}  // namespace crisper::smart_fridge
