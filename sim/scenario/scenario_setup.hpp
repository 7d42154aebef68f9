// ScenarioSetup: what a scenario comes to when it is run: its domain, its clients, and a simulation to be.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/base/result.hpp"
#include "core/domain/domain.hpp"
#include "sim/run/simulation.hpp"
#include "sim/scenario/scenario.hpp"

namespace crisper::sim {

/// Outlives the simulation that is made of `simulation`.
struct ScenarioSetup {
  std::unique_ptr<Domain> domain;
  std::vector<ClientScript> clients;
  SimulationSetup simulation;  ///< on the fast engine, with the scenario's own faults
};

/// Fails with one line where what the run is made from is wrong: a platform file, a place that there isn't.
Result<ScenarioSetup, std::string> set_up(const Scenario& scenario, std::uint64_t seed);

}  // namespace crisper::sim
