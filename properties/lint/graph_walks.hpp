// Walks through a design's graph: loops, what everything goes through, the least cut.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "properties/lint/lint.hpp"

namespace crisper::properties {

/// Groups of messages of which each leads to each other (strongly connected components), those of one left out.
std::vector<std::vector<std::string>> loops_of(const std::vector<sim::FlowLink>& flow);

/// Processes, by name, without which no command of a client gets into the store, or no event to a consumer.
std::vector<std::string> articulation_points(const sim::DesignGraph& graph);

/// The stage that lets the least commands through.
struct Cut {
  double commands_per_s = 0;
  std::string role;
  std::vector<std::string> processes;
};

/// The max-flow bound on commands, if each takes one turn of one process at each stage, and of who carries it out what
/// granting and deciding cost: what a run reaches is less. Nothing where no stage needs any time.
std::optional<Cut> least_cut(const LintInput& in);

/// The clients of the scenario's first run and all they will do; none where that is too much to look at.
std::vector<ClientScript> clients_looked_at(const sim::Scenario& scenario);

/// What the scenario's open clients send, over the time in which they do; zero where clients wait for answers, or
/// where there are too many to count.
double commands_per_s(const sim::Scenario& scenario);

}  // namespace crisper::properties
