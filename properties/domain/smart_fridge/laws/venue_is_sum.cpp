// venue_is_sum: once all is quiet, what is shown of a venue is what its fridges have for sale together.
#include "core/domain/smart_fridge/places.hpp"
#include "core/domain/smart_fridge/smart_fridge.hpp"
#include "core/domain/smart_fridge/venues.hpp"
#include "properties/domain/smart_fridge/laws.hpp"
#include "properties/domain/smart_fridge/stock_view.hpp"

namespace crisper::smart_fridge {
namespace {

class VenueIsSum final : public StockView {
 public:
  VenueIsSum(const properties::PropertyInfo& info, const properties::PropertySetup& setup)
      : StockView(info, setup, VenueProjection(1).name(), venue_category) {
    if (const auto* business = dynamic_cast<const SmartFridge*>(domain())) size_ = business->options().venue_size;
  }

 private:
  StreamId row_of(StreamId fridge) const override {
    return venue_stream_of(venue_of(FridgeId{fridge.number()}, size_));
  }

  std::uint64_t size_ = 0;
};

}  // namespace

properties::PropertyEntry laws::venue_is_sum() {
  return properties::entry<VenueIsSum>({.name = "venue_is_sum",
                                        .meaning = "at rest, a venue shows what its fridges have together",
                                        .wants = seen_by_stock_views(),
                                        .audits = asked_by_stock_views()});
}

}  // namespace crisper::smart_fridge
