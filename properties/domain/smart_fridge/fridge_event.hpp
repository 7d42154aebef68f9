// FridgeEvent, as it is observed.
#pragma once

#include "core/domain/smart_fridge/fridge_event.hpp"
#include "core/observe/observation.hpp"

namespace crisper::smart_fridge {

/// Nothing for events of other streams.
inline std::optional<FridgeEvent> fridge_event(StreamId stream, const Message* event) {
  return stream.category() == fridge_category ? fridge_event(event) : std::nullopt;
}
inline std::optional<FridgeEvent> fridge_event(const Observation& observation) {
  return fridge_event(observation.stream, observation.payload);
}

}  // namespace crisper::smart_fridge
