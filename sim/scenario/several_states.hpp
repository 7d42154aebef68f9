// Whether a scenario has commands on several states.
#pragma once

#include <string_view>

#include "sim/scenario/scenario.hpp"

namespace crisper::sim {

/// The key of the workload that sends them; empty where nothing does.
std::string_view several_states_in(const Scenario& scenario);

}  // namespace crisper::sim
