#include "core/domain/smart_fridge/catalog.hpp"

namespace crisper::smart_fridge {

bool CatalogProjection::project(View& view, const RecordedEvent& event) const {
  if (event.stream.category() != fridge_category) return false;
  const auto change = [&](MealId meal, Quantity by) {
    const RowKey row{event.stream.number(), meal.value};
    view.set(row, view.get(row) + by);
    return true;
  };
  const Payload& body = event.body;
  if (const auto* e = body.as<MealsLoaded>()) return change(e->meal, e->quantity);
  if (const auto* e = body.as<MealReserved>()) return change(e->meal, -e->quantity);
  if (const auto* e = body.as<ReservationReleased>()) return change(e->meal, e->quantity);
  if (const auto* e = body.as<MealsRemoved>()) return change(e->meal, -e->quantity);
  return false;
}

}  // namespace crisper::smart_fridge
