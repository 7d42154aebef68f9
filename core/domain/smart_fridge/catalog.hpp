// Catalog: how many of each meal each fridge has for sale, as the customers' screens see it.
#pragma once

#include <optional>

#include "core/domain/smart_fridge/messages.hpp"
#include "core/reaction/projection.hpp"

namespace crisper::smart_fridge {

/// By how much an event changes what a screen shows of a meal. In the views' own words, beside FridgeEvent's, so that
/// the two can be held against each other.
struct CatalogChange {
  MealId meal;
  Quantity by = 0;
};
std::optional<CatalogChange> change_in_catalog(const RecordedEvent& event);

/// Rows: part = fridge, item = meal, value = meals available.
class CatalogProjection final : public ProjectionDefinition {
 public:
  std::string name() const override { return "catalog"; }
  bool project(View& view, const RecordedEvent& event) const override;
  StreamId stream_of_row(RowKey row) const override { return stream_of(FridgeId{row.part}); }
};

}  // namespace crisper::smart_fridge
