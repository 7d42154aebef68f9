// RelayDesign: how the command store hands its outbox to the command queue.
#pragma once

#include <cstdint>

#include "core/base/sim_time.hpp"

namespace crisper {

/// How the command store hands its outbox to the command queue.
struct RelayDesign {
  Duration poll = std::chrono::milliseconds(5);      ///< wait between two looks at an empty outbox
  std::uint32_t batch = 50;                          ///< messages fetched at a time
  Duration timeout = std::chrono::seconds(1);        ///< of each call; an unanswered message is sent again
  friend bool operator==(const RelayDesign&, const RelayDesign&) = default;
};

}  // namespace crisper
