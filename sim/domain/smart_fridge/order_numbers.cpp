#include "sim/domain/smart_fridge/order_numbers.hpp"

#include <utility>

#include "core/domain/smart_fridge/door.hpp"
#include "core/domain/smart_fridge/messages.hpp"
#include "sim/domain/smart_fridge/order_on_sight.hpp"

namespace crisper::smart_fridge {

sim::Script with_order_numbers(sim::Script script) {
  std::uint64_t orders = 0;
  std::uint64_t baskets = first_basket;
  for (sim::ScriptStep& step : script) {
    Intent& intent = step.intent;
    const PlaceOrder* on_sight = order_on_sight(intent);
    if (const PlaceOrder* order = on_sight ? on_sight : intent.body.as<PlaceOrder>()) {
      ++orders;
      if (order->order.value != 0) continue;
      PlaceOrder numbered = *order;
      numbered.order = OrderId{orders};
      if (on_sight) {
        intent.on_sight = order_at_price_shown(numbered).on_sight;
        continue;
      }
      intent.stream = stream_of(numbered.order);
      intent.body = Payload::of(std::move(numbered));
    } else if (const auto* taken = intent.body.as<TakeMeal>()) {
      const OrderId number{baskets++};
      if (taken->order.value != 0) continue;
      const auto give = [&](Payload& body) {
        TakeMeal numbered = *body.as<TakeMeal>();
        numbered.order = number;
        body = Payload::of(std::move(numbered));
      };
      give(intent.body);
      for (CommandPart& part : intent.also) give(part.body);
    }
  }
  return script;
}

}  // namespace crisper::smart_fridge
