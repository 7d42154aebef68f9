// Sections that documents of runs and of hunts have in common.
#pragma once

#include <string>

#include "properties/metrics/metrics.hpp"
#include "reports/document/document.hpp"
#include "sim/faults/fault_plan.hpp"
#include "sim/scenario/scenario.hpp"

namespace crisper::reports {

/// The graph of the design, its channels, its processes. Says why where the scenario's hosts can't be read.
Section design_section(const sim::Scenario& scenario);

/// What each of these properties looks at: it can't see anything else.
DocumentTable sight_table(const std::vector<std::string>& properties);

/// Latency quantiles, rates and counts; utilisation with the busiest first.
Section measures_section(const properties::Metrics& metrics);

/// The resolved scenario.
Section scenario_section(const std::string& yaml);

/// "command latency": a name with underscores as words.
std::string spaced_name(std::string name);

}  // namespace crisper::reports
