// Places: which fridges stand together.
#pragma once

#include <cstdint>

#include "core/domain/smart_fridge/messages.hpp"

namespace crisper::smart_fridge {

using VenueId = StrongId<struct VenueTag>;

/// So many fridges share a venue, in the order of their numbers. Zero: each stands by itself.
constexpr VenueId venue_of(FridgeId fridge, std::uint64_t venue_size) {
  return VenueId{venue_size == 0 ? fridge.value : 1 + (fridge.value - 1) / venue_size};
}

/// Nothing is decided on a venue: it is a key of views alone.
inline constexpr StreamCategory venue_category{6};
constexpr StreamId venue_stream_of(VenueId venue) { return StreamId::of(venue_category, venue.value); }

}  // namespace crisper::smart_fridge
