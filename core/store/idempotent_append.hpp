// What an append repeats of what is stored, told by the ids that it gives its events.
//
// A store that only looks whether the first event is known (as some do) takes 1, 3, 7 and then 2, 7, 14 for new, and
// stores 7 twice. Here an append is a repetition as a whole, new as a whole, or refused.
#pragma once

#include <optional>
#include <set>
#include <vector>

#include "core/base/assert.hpp"
#include "core/store/event_store.hpp"

namespace crisper {

enum class Repetition : std::uint8_t {
  none,   ///< nothing of it is stored
  whole,  ///< all of it is, in this order and without anything between
  part,   ///< anything else
};

struct EventPlace {
  StreamId stream;
  StreamVersion version;
};

/// `place_of(id)`: where an event of this id is stored, an std::optional<EventPlace>. Costs a look-up for each id.
template <class PlaceOf>
Repetition repetition_of(const std::vector<StreamAppend>& parts, PlaceOf&& place_of) {
  std::set<EventId> ids;
  std::size_t known = 0;
  bool follow = true;
  for (const StreamAppend& part : parts) {
    CRISPER_ASSERT(part.ids.empty() || part.ids.size() == part.events.size(), "each event is named, or none");
    std::optional<EventPlace> before;
    for (const EventId id : part.ids) {
      if (!ids.insert(id).second) return Repetition::part;
      const std::optional<EventPlace> place = place_of(id);
      if (!place) continue;
      ++known;
      follow = follow && place->stream == part.stream &&
               (!before || place->version.value == before->version.value + 1);
      before = place;
    }
  }
  if (known == 0) return Repetition::none;
  return known == ids.size() && follow ? Repetition::whole : Repetition::part;
}

}  // namespace crisper
