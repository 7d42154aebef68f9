// ScenarioWarning: something that a scenario says but hardly means.
#pragma once

#include <string>

namespace crisper::sim {

struct ScenarioWarning {
  std::string path;  ///< "design.ownership.lease"
  std::string message;
  friend bool operator==(const ScenarioWarning&, const ScenarioWarning&) = default;
};

}  // namespace crisper::sim
