// Names of processes, roles and hosts that a scenario gives: a slip in one would be a fault that strikes nobody, and a
// run that passes for it.
#pragma once

#include "sim/scenario/reader.hpp"
#include "sim/scenario/scenario.hpp"

namespace crisper::sim {

/// Fails at the first name in `faults`, `deployment`, `design.roles`, `design.consumers` and of a metric's part that
/// nobody in this design has, nor can come to have, nor has in one that the scenario's `sweep` makes of it. While a
/// design is varied (Vocabulary::any_design), what any other has is let through. Nothing is said where the vocabulary
/// has no processes; of the hosts of a platform file, only where it has them.
void check_names(const Scenario& scenario, const YamlNode& root, Reader& reader);

}  // namespace crisper::sim
