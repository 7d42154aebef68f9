// TimedSteps: what a design does at a time of its own, whatever else happens.
#pragma once

#include <string>
#include <vector>

#include "core/base/sim_time.hpp"
#include "core/design/design.hpp"

namespace crisper {

struct TimedStep {
  std::string path;  ///< in the design: "consumers.catalog.replays.0"
  Duration at{};     ///< after the start
  friend bool operator==(const TimedStep&, const TimedStep&) = default;
};

/// Handlers, read nodes and ranges that come and go, replays, a new release; in the order of the design.
std::vector<TimedStep> timed_steps(const Design& design);

}  // namespace crisper
