#include "sim/domain/smart_fridge/order_on_sight.hpp"

#include "core/domain/smart_fridge/prices.hpp"

namespace crisper::smart_fridge {

std::optional<SightedCommand> OrderOnSight::act(std::int64_t seen) const {
  if (seen <= 0) return std::nullopt;
  PlaceOrder order = order_;
  order.price = Amount{order.quantity * seen};
  return SightedCommand{.stream = stream_of(order.order), .body = Payload::of(order)};
}

bool OrderOnSight::same_as(const ActOnSight& other) const {
  const auto* its = dynamic_cast<const OrderOnSight*>(&other);
  return its && Payload::of(order_) == Payload::of(its->order_);
}

Intent order_at_price_shown(const PlaceOrder& order) {
  PlaceOrder unpriced = order;
  unpriced.price = Amount{};
  Intent intent{.at = sim_start,
                .command = {},
                .stream = price_stream_of(order.meal),
                .body = {},
                .view = PriceProjection::called,
                .row = {.part = order.meal.value, .item = 0}};
  intent.on_sight.rule = std::make_shared<OrderOnSight>(unpriced);
  return intent;
}

const PlaceOrder* order_on_sight(const Intent& intent) {
  const auto* rule = dynamic_cast<const OrderOnSight*>(intent.on_sight.rule.get());
  return rule ? &rule->order() : nullptr;
}

}  // namespace crisper::smart_fridge
