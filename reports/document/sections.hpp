// Sections that documents of runs and of hunts have in common.
#pragma once

#include <string>

#include "properties/metrics/metrics.hpp"
#include "reports/document/document.hpp"
#include "sim/faults/fault_plan.hpp"
#include "sim/graph/design_graph.hpp"
#include "sim/scenario/scenario.hpp"

namespace crisper::reports {

struct KnownGraph {
  sim::DesignGraph graph;
  std::string trouble{};  ///< why hosts are not known; empty where they are
};
/// Reads the scenario's platform, if it names one.
KnownGraph known_graph(const sim::Scenario& scenario);

/// Its domain, who may change a state, how events reach their consumers: in a line.
std::string design_words(const sim::Scenario& scenario);

/// The graph of the design, its channels, its processes. Says why where the scenario's hosts can't be read.
Section design_section(const sim::Scenario& scenario);

/// What each of these properties looks at: it can't see anything else.
DocumentTable sight_table(const std::vector<std::string>& properties);

/// When the faults behind the charts were in force, for whoever can't point at them. No rows where there are none.
DocumentTable bands_table(const TimeCharts& charts);

/// Latency quantiles, rates and counts; utilisation of processes, the busiest first. With the scenario it is known who
/// has which role; may be null.
Section measures_section(const properties::Metrics& metrics, const sim::Scenario* scenario = nullptr);

/// What each stage of the load came to, side by side and then each by itself. Some there are.
Section stages_section(const std::vector<properties::IntervalMetrics>& stages);

/// The resolved scenario. `doubt`: a sentence that says why it isn't there, or need not be what ran; may be empty.
Section scenario_section(const std::string& yaml, const std::string& doubt = {});

/// "command latency": a name with underscores as words.
std::string spaced_name(std::string name);

}  // namespace crisper::reports
