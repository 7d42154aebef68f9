// The way of events: from their store to the consumers. Where somebody on it is down, nothing is expected behind it.
#pragma once

#include <algorithm>
#include <array>
#include <string_view>

namespace crisper::properties {

/// Whether processes of this role stand on the way: all but those known to do other work.
inline bool stands_on_the_way_of_events(std::string_view role) {
  static constexpr std::array elsewhere = std::to_array<std::string_view>(
      {"handler", "service", "entity", "request", "actor", "actor-registry", "lock-service", "quota-service",
       "command-store", "router", "command-queue", "snapshot-store", "payment-tracker", "external", "projection",
       "subscriber", "process-manager", "enricher", "policy", "receptor", "own-events"});
  return std::ranges::find(elsewhere, role) == elsewhere.end();
}

}  // namespace crisper::properties
