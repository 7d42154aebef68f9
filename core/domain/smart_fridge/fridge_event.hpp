// FridgeEvent: what an event says of one meal in one fridge, and by how much it changes stock. All go by
// it but the catalogue, which the laws hold against it.
#pragma once

#include <cstdint>
#include <optional>

#include "core/domain/smart_fridge/messages.hpp"
#include "core/message/payload.hpp"

namespace crisper::smart_fridge {

struct FridgeEvent {
  enum class What : std::uint8_t { loaded, reserved, refused, confirmed, released, reported, removed, found };
  What what{};
  OrderId order;  ///< zero where no order is concerned
  MealId meal;
  Quantity quantity = 0;  ///< reported: what was counted
  Quantity believed = 0;  ///< refused: available; reported: expected, reserved meals included
};

/// Also of what the release before wrote. Nothing for events of other states.
std::optional<FridgeEvent> fridge_event(const Message* event);

/// By how much an event changes what is for sale.
constexpr Quantity change_of_stock(const FridgeEvent& event) {
  switch (event.what) {
    case FridgeEvent::What::loaded:
    case FridgeEvent::What::released:
    case FridgeEvent::What::found: return event.quantity;
    case FridgeEvent::What::reserved:
    case FridgeEvent::What::removed: return -event.quantity;
    default: return 0;
  }
}

/// By how much an event changes what should lie in the fridge, whoever it is promised to.
constexpr Quantity change_in_fridge(const FridgeEvent& event) {
  switch (event.what) {
    case FridgeEvent::What::loaded:
    case FridgeEvent::What::found: return event.quantity;
    case FridgeEvent::What::confirmed:
    case FridgeEvent::What::removed: return -event.quantity;
    default: return 0;
  }
}

}  // namespace crisper::smart_fridge
