// FridgeEvent: what an observed event says of one meal in one fridge, read once for all judges of stock. Facts only:
// what follows from them is each judge's own business.
#pragma once

#include <cstdint>
#include <optional>

#include "core/domain/smart_fridge/messages.hpp"
#include "core/observe/observation.hpp"

namespace crisper::properties {

struct FridgeEvent {
  enum class What : std::uint8_t { loaded, reserved, refused, confirmed, released, reported, removed };
  What what{};
  smart_fridge::OrderId order;  ///< zero where no order is concerned
  smart_fridge::MealId meal;
  smart_fridge::Quantity quantity = 0;  ///< reported: what was counted
  smart_fridge::Quantity believed = 0;  ///< refused: available; reported: expected, reserved meals included
};

/// Nothing for events of other streams.
std::optional<FridgeEvent> fridge_event(StreamId stream, const Message* event);
inline std::optional<FridgeEvent> fridge_event(const Observation& observation) {
  return fridge_event(observation.stream, observation.payload);
}

/// By how much an event changes what is for sale.
constexpr smart_fridge::Quantity change_of_stock(const FridgeEvent& event) {
  switch (event.what) {
    case FridgeEvent::What::loaded:
    case FridgeEvent::What::released: return event.quantity;
    case FridgeEvent::What::reserved:
    case FridgeEvent::What::removed: return -event.quantity;
    default: return 0;
  }
}

}  // namespace crisper::properties
