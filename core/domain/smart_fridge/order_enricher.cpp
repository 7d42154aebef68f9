#include "core/domain/smart_fridge/order_enricher.hpp"

namespace crisper::smart_fridge {
namespace {

/// What is remembered of an order.
struct OrderOnItsWay {
  CRISPER_BODY(OrderOnItsWay);
  OrderPlaced order;
  bool placed = false;
  bool reserved = false;
  bool complete() const { return placed && reserved; }
  CRISPER_FIELDS(order, placed, reserved)
};

OrderOnItsWay after(const Payload& memory, const RecordedEvent& event) {
  const auto* known = memory.as<OrderOnItsWay>();
  OrderOnItsWay order = known ? *known : OrderOnItsWay{};
  if (const auto* placed = event.body.as<OrderPlaced>()) {
    order.order = *placed;
    order.placed = true;
  } else {
    order.reserved = true;
  }
  return order;
}

}  // namespace

std::optional<StreamId> OrderEnricher::correlate(const RecordedEvent& event) const {
  if (const auto* placed = event.body.as<OrderPlaced>()) return enriched_stream_of(placed->order);
  if (const auto* reserved = event.body.as<MealReserved>()) return enriched_stream_of(reserved->order);
  return std::nullopt;
}

Payload OrderEnricher::remember(const Payload& memory, const RecordedEvent& event) const {
  return Payload::of(after(memory, event));
}

std::optional<NewEvent> OrderEnricher::enrich(const Payload& memory, const RecordedEvent& event) const {
  const auto* known = memory.as<OrderOnItsWay>();
  const OrderOnItsWay now = after(memory, event);
  if (!now.complete() || (known && known->complete())) return std::nullopt;
  const OrderPlaced& order = now.order;
  return NewEvent{.stream = enriched_stream_of(order.order),
                  .body = Payload::of(OrderEnriched{.order = order.order,
                                                    .customer = order.customer,
                                                    .fridge = order.fridge,
                                                    .meal = order.meal,
                                                    .quantity = order.quantity,
                                                    .price = order.price})};
}

}  // namespace crisper::smart_fridge
