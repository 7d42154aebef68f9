#include "properties/search/explore/scenario_parts.hpp"

#include <algorithm>

namespace crisper::properties {

std::vector<std::string> parts_of(const sim::Scenario& scenario) {
  std::vector<std::string> parts;
  for (std::size_t i = 0; i < scenario.faults.size(); ++i) parts.push_back("faults." + std::to_string(i));
  if (scenario.workload.queries) parts.emplace_back("workload.queries");
  if (scenario.workload.restock.every) parts.emplace_back("workload.restock.every");
  if (!scenario.workload.reports.empty()) parts.emplace_back("workload.reports");
  return parts;
}

sim::Scenario without_parts(sim::Scenario scenario, std::span<const std::string> off) {
  const auto is_off = [&](const std::string& part) { return std::ranges::find(off, part) != off.end(); };
  std::vector<sim::FaultSpec> faults;
  for (std::size_t i = 0; i < scenario.faults.size(); ++i) {
    if (!is_off("faults." + std::to_string(i))) faults.push_back(scenario.faults[i]);
  }
  scenario.faults = std::move(faults);
  if (is_off("workload.queries")) scenario.workload.queries.reset();
  if (is_off("workload.restock.every")) scenario.workload.restock.every.reset();
  if (is_off("workload.reports")) scenario.workload.reports.clear();
  return scenario;
}

}  // namespace crisper::properties
