// What a scenario may say but hardly means.
#pragma once

#include <string>
#include <vector>

#include "sim/scenario/scenario.hpp"

namespace crisper::sim {

struct ScenarioWarning {
  std::string path;  ///< "design.ownership.lease"
  std::string message;
  friend bool operator==(const ScenarioWarning&, const ScenarioWarning&) = default;
};

/// In the order of the sections; empty for a scenario that makes sense.
std::vector<ScenarioWarning> warnings_of(const Scenario& scenario);

}  // namespace crisper::sim
