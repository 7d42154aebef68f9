// What a scenario may say but hardly means.
#pragma once

#include <vector>

#include "sim/scenario/scenario.hpp"
#include "sim/scenario/scenario_warning.hpp"

namespace crisper::sim {

/// In the order of the sections; empty for a scenario that makes sense.
std::vector<ScenarioWarning> warnings_of(const Scenario& scenario);

}  // namespace crisper::sim
