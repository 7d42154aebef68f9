// What a written business, or who comes to it, says without any effect: keys that count only with others, and what
// nothing leads to.
#pragma once

#include <vector>

#include "core/domain/written/model.hpp"
#include "sim/domain/written/workload.hpp"
#include "sim/scenario/scenario_warning.hpp"

namespace crisper::written {

/// Each at the key that has none. Costs a look at every case and rule.
std::vector<sim::ScenarioWarning> without_effect(const Model& model);

/// The same of actors, who compile.
std::vector<sim::ScenarioWarning> without_effect(const Workload& workload, const Model& model);

}  // namespace crisper::written
