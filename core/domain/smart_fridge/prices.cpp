#include "core/domain/smart_fridge/prices.hpp"

namespace crisper::smart_fridge {

bool PriceProjection::project(View& view, const RecordedEvent& event) const {
  const auto* changed = event.body.as<PriceChanged>();
  if (!changed) return false;
  view.set(RowKey{.part = changed->meal.value, .item = 0}, changed->price.value);
  return true;
}

}  // namespace crisper::smart_fridge
