// EventLogDesign: what a design may choose about the event log.
#pragma once

#include <cstdint>

#include "core/base/enum_words.hpp"
#include "core/base/sim_time.hpp"

namespace crisper {

/// How one event is broadcast to its subscribers.
CRISPER_ENUM(FanOutOrder,
             (parallel, "to all at once, each at its own pace"),
             (ordered,
              "to one after the other, as the design has them: to the next when all before it have acknowledged"))

/// The log's side of fan-out.
struct EventLogDesign {
  FanOutOrder fan_out = FanOutOrder::parallel;
  std::uint32_t window = 64;                              ///< events under way to one subscriber
  std::uint32_t batch = 16;                               ///< events in one delivery
  Duration redeliver_after = std::chrono::seconds(1);     ///< not acknowledged by then: sent again
  friend bool operator==(const EventLogDesign&, const EventLogDesign&) = default;
};

}  // namespace crisper
