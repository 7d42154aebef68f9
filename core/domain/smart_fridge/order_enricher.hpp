// OrderEnricher: on an order's way, the fridge's word that it has set meals aside goes on with all that is known of the
// order, so that whoever is next (ordering, payment) needs nothing but the event.
//
//   OrderPlaced, MealReserved  -> OrderEnriched      (order-enricher)
//   OrderEnriched              -> ChargeOrder …      (order-process)
#pragma once

#include "core/domain/smart_fridge/messages.hpp"
#include "core/reaction/enricher.hpp"

namespace crisper::smart_fridge {

inline constexpr StreamCategory enriched_category{9};  // written by the enricher: one stream for each order
constexpr StreamId enriched_stream_of(OrderId order) { return StreamId::of(enriched_category, order.value); }

/// Meals are set aside for an order, and this is all that was said of it.
struct OrderEnriched {
  CRISPER_BODY(OrderEnriched);
  OrderId order;
  CustomerId customer;
  FridgeId fridge;
  MealId meal;
  Quantity quantity = 0;
  Amount price;  ///< of the whole order
  CRISPER_FIELDS(order, customer, fridge, meal, quantity, price)
};

/// Once for each order, when both have come, in whichever order.
class OrderEnricher final : public Enricher {
 public:
  static constexpr const char* called = "order-enricher";
  std::string name() const override { return called; }
  std::optional<StreamId> correlate(const RecordedEvent& event) const override;
  Payload remember(const Payload& memory, const RecordedEvent& event) const override;
  std::optional<NewEvent> enrich(const Payload& memory, const RecordedEvent& event) const override;
};

}  // namespace crisper::smart_fridge
