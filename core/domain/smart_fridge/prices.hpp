// Prices: what each meal costs, as the customers' screens see it.
#pragma once

#include "core/domain/smart_fridge/price.hpp"
#include "core/reaction/projection.hpp"

namespace crisper::smart_fridge {

/// Rows: part = meal, item = 0, value = price of one in cents; zero, or no row: the list price.
class PriceProjection final : public ProjectionDefinition {
 public:
  static constexpr const char* called = "prices";
  std::string name() const override { return called; }
  bool project(View& view, const RecordedEvent& event) const override;
  StreamId stream_of_row(RowKey row) const override { return price_stream_of(MealId{row.part}); }
};

}  // namespace crisper::smart_fridge
