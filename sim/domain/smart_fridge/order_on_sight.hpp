// OrderOnSight: a customer who orders at the price that the screen shows, and not at all where it shows none.
#pragma once

#include "core/client/intent.hpp"
#include "core/domain/smart_fridge/messages.hpp"

namespace crisper::smart_fridge {

class OrderOnSight final : public ActOnSight {
 public:
  /// But for its price, as it will be placed.
  explicit OrderOnSight(PlaceOrder order) : order_(order) {}
  std::optional<SightedCommand> act(std::int64_t seen) const override;
  bool leaves(std::int64_t seen) const override { return seen <= 0; }
  bool several_states() const override { return false; }
  bool same_as(const ActOnSight& other) const override;
  const PlaceOrder& order() const { return order_; }

 private:
  PlaceOrder order_;
};

/// The customer looks at what the meal costs, and orders.
Intent order_at_price_shown(const PlaceOrder& order);

/// The order that an intent of this kind places; null where it is another's.
const PlaceOrder* order_on_sight(const Intent& intent);

}  // namespace crisper::smart_fridge
