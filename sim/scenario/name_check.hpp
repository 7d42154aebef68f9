// Names of processes, roles and hosts that a scenario gives: a slip in one would be a fault that strikes nobody, and a
// run that passes for it.
#pragma once

#include "sim/scenario/reader.hpp"
#include "sim/scenario/scenario.hpp"

namespace crisper::sim {

/// Fails at the first name in `faults` and in `deployment` that no design could have. One that another design has is
/// let through: a scenario may vary its design. Nothing is said where the hosts aren't known here
/// (`deployment.platform`), or the vocabulary is empty.
void check_names(const Scenario& scenario, const YamlNode& root, Reader& reader);

}  // namespace crisper::sim
