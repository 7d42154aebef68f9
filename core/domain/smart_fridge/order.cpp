#include "core/domain/smart_fridge/order.hpp"

namespace crisper::smart_fridge {

Decision OrderDecider::decide(const State& state, const Payload& command) {
  std::vector<Payload> events;
  if (const auto* place = command.as<PlaceOrder>()) {
    if (state != State::unknown) return failure(Rejection{"this order was placed before"});
    if (place->quantity <= 0) return failure(Rejection{"an order is for at least one meal"});
    events.push_back(Payload::of(OrderPlaced{.order = place->order,
                                             .customer = place->customer,
                                             .fridge = place->fridge,
                                             .meal = place->meal,
                                             .quantity = place->quantity,
                                             .price = place->price}));
  } else if (const auto* complete = command.as<CompleteOrder>()) {
    if (state != State::placed) return failure(Rejection{"only a placed order can be completed"});
    events.push_back(Payload::of(OrderCompleted{.order = complete->order}));
  } else if (const auto* cancel = command.as<CancelOrder>()) {
    if (state != State::placed) return failure(Rejection{"only a placed order can be cancelled"});
    events.push_back(Payload::of(OrderCancelled{.order = cancel->order, .reason = cancel->reason}));
  } else {
    return failure(Rejection{"not an order's command"});
  }
  return events;
}

OrderDecider::State OrderDecider::evolve(State state, const Payload& event) {
  if (event.as<OrderPlaced>()) return State::placed;
  if (event.as<OrderCompleted>()) return State::completed;
  if (event.as<OrderCancelled>()) return State::cancelled;
  return state;
}

}  // namespace crisper::smart_fridge
