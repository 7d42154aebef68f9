// Venues: how many of each meal all fridges of a venue have for sale together. The fridges only share the place; nobody
// but this view adds them up.
#pragma once

#include "core/domain/smart_fridge/places.hpp"
#include "core/reaction/projection.hpp"

namespace crisper::smart_fridge {

/// Rows: part = venue, item = meal, value = meals available in all of its fridges.
class VenueProjection final : public ProjectionDefinition {
 public:
  explicit VenueProjection(std::uint64_t venue_size) : venue_size_(venue_size) {}
  std::string name() const override { return "venues"; }
  bool project(View& view, const RecordedEvent& event) const override;
  StreamId stream_of_row(RowKey row) const override { return venue_stream_of(VenueId{row.part}); }

 private:
  std::uint64_t venue_size_;
};

}  // namespace crisper::smart_fridge
