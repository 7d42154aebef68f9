// EventLogDesign: what a design may choose about the event log.
#pragma once

#include <cstdint>

#include "core/base/sim_time.hpp"

namespace crisper {

/// The log's side of fan-out.
struct EventLogDesign {
  std::uint32_t window = 64;                              ///< events under way to one subscriber
  std::uint32_t batch = 16;                               ///< events in one delivery
  Duration redeliver_after = std::chrono::seconds(1);     ///< not acknowledged by then: sent again
  friend bool operator==(const EventLogDesign&, const EventLogDesign&) = default;
};

}  // namespace crisper
