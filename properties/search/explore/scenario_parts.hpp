// Scenario parts: what of a scenario can be left out without changing the design that is judged.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "sim/scenario/scenario.hpp"

namespace crisper::properties {

/// "faults.0" … for each fault, and what its domain can leave out of its workload: "workload.queries".
std::vector<std::string> parts_of(const sim::Scenario& scenario);

/// The scenario without these parts; words that name none change nothing.
sim::Scenario without_parts(sim::Scenario scenario, std::span<const std::string> off);

}  // namespace crisper::properties
