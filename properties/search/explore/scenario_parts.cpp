#include "properties/search/explore/scenario_parts.hpp"

#include <algorithm>
#include <utility>

#include "sim/domain/registry.hpp"

namespace crisper::properties {

std::vector<std::string> parts_of(const sim::Scenario& scenario) {
  std::vector<std::string> parts;
  for (std::size_t i = 0; i < scenario.faults.size(); ++i) parts.push_back("faults." + std::to_string(i));
  const std::vector<std::string> of_domain = sim::domain_of(scenario).parts(scenario.workload.generated);
  parts.insert(parts.end(), of_domain.begin(), of_domain.end());
  return parts;
}

sim::Scenario without_parts(sim::Scenario scenario, std::span<const std::string> off) {
  const auto is_off = [&](const std::string& part) { return std::ranges::find(off, part) != off.end(); };
  std::vector<sim::FaultSpec> faults;
  for (std::size_t i = 0; i < scenario.faults.size(); ++i) {
    if (!is_off("faults." + std::to_string(i))) faults.push_back(scenario.faults[i]);
  }
  scenario.faults = std::move(faults);
  sim::Chosen& workload = scenario.workload.generated;
  for (const std::string& part : off) workload = sim::domain_of(scenario).without_part(std::move(workload), part);
  return scenario;
}

}  // namespace crisper::properties
