#include "core/domain/smart_fridge/fridge_event.hpp"

#include "core/domain/smart_fridge/release_before.hpp"
#include "core/domain/smart_fridge/report.hpp"

namespace crisper::smart_fridge {

std::optional<FridgeEvent> fridge_event(const Message* message) {
  using What = FridgeEvent::What;
  if (!message) return std::nullopt;
  if (const auto* event = body_as<MealReserved>(message)) {
    return FridgeEvent{What::reserved, event->order, event->meal, event->quantity};
  }
  if (const auto* event = body_as<ReservationConfirmed>(message)) {
    return FridgeEvent{What::confirmed, event->order, event->meal, event->quantity};
  }
  if (const auto* event = body_as<ReservationReleased>(message)) {
    return FridgeEvent{What::released, event->order, event->meal, event->quantity};
  }
  if (const auto* event = body_as<ReservationRefused>(message)) {
    return FridgeEvent{What::refused, event->order, event->meal, event->quantity, event->available};
  }
  if (const auto* event = body_as<MealsLoaded>(message)) {
    return FridgeEvent{What::loaded, {}, event->meal, event->quantity};
  }
  if (const auto* event = body_as<TraysLoaded>(message)) {
    return FridgeEvent{What::loaded, {}, event->meal, event->trays * event->meals_on_each};
  }
  if (const auto* event = body_as<MealsRemoved>(message)) {
    return FridgeEvent{What::removed, {}, event->meal, event->quantity};
  }
  if (const auto* event = body_as<MealsWrittenOff>(message)) {
    return FridgeEvent{What::removed, {}, event->meal, event->quantity};
  }
  if (const auto* event = body_as<MealsFound>(message)) {
    return FridgeEvent{What::found, {}, event->meal, event->quantity};
  }
  if (const auto* event = body_as<StockReported>(message)) {
    return FridgeEvent{What::reported, {}, event->meal, event->counted, event->expected};
  }
  return std::nullopt;
}

}  // namespace crisper::smart_fridge
