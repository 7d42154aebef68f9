#include "sim/scenario/several_states.hpp"

#include <algorithm>

#include "sim/domain/registry.hpp"

namespace crisper::sim {

std::string_view several_states_in(const Scenario& scenario) {
  const WorkloadSpec& workload = scenario.workload;
  const std::string_view generated = domain_of(scenario).several_states_in(workload.generated);
  if (!generated.empty()) return generated;
  const bool scripted = workload.script && std::ranges::any_of(*workload.script, [](const ScriptStep& step) {
                          const OnSight& acts = step.intent.on_sight;
                          return !step.intent.also.empty() || (acts && acts.rule->several_states());
                        });
  return scripted ? "script" : "";
}

}  // namespace crisper::sim
