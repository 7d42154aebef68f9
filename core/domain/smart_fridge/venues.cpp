#include "core/domain/smart_fridge/venues.hpp"

#include "core/domain/smart_fridge/catalog.hpp"

namespace crisper::smart_fridge {

bool VenueProjection::project(View& view, const RecordedEvent& event) const {
  const auto change = change_in_catalog(event);
  if (!change) return false;
  const VenueId venue = venue_of(FridgeId{event.stream.number()}, venue_size_);
  const RowKey row{.part = venue.value, .item = change->meal.value};
  view.set(row, view.get(row) + change->by);
  return true;
}

}  // namespace crisper::smart_fridge
