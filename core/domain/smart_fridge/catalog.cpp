#include "core/domain/smart_fridge/catalog.hpp"

#include "core/domain/smart_fridge/report.hpp"

namespace crisper::smart_fridge {

std::optional<CatalogChange> change_in_catalog(const RecordedEvent& event) {
  if (event.stream.category() != fridge_category) return std::nullopt;
  const Payload& body = event.body;
  if (const auto* e = body.as<MealsLoaded>()) return CatalogChange{e->meal, e->quantity};
  if (const auto* e = body.as<MealReserved>()) return CatalogChange{e->meal, -e->quantity};
  if (const auto* e = body.as<ReservationReleased>()) return CatalogChange{e->meal, e->quantity};
  if (const auto* e = body.as<MealsRemoved>()) return CatalogChange{e->meal, -e->quantity};
  if (const auto* e = body.as<MealsFound>()) return CatalogChange{e->meal, e->quantity};
  if (const auto* e = body.as<MealsWrittenOff>()) return CatalogChange{e->meal, -e->quantity};
  return std::nullopt;
}

bool CatalogProjection::project(View& view, const RecordedEvent& event) const {
  const auto change = change_in_catalog(event);
  if (!change) return false;
  const RowKey row{event.stream.number(), change->meal.value};
  view.set(row, view.get(row) + change->by);
  return true;
}

}  // namespace crisper::smart_fridge
