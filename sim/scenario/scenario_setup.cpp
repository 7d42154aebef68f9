#include "sim/scenario/scenario_setup.hpp"

#include <utility>

#include "core/design/assemble.hpp"
#include "core/design/views.hpp"
#include "sim/domain/registry.hpp"
#include "sim/scenario/wiring.hpp"

namespace crisper::sim {

Result<ScenarioSetup, std::string> set_up(const Scenario& scenario, std::uint64_t seed) {
  Result<Platform, PlatformError> platform = platform_for(scenario.deployment);
  if (!platform) return failure(platform.error().text);
  std::unique_ptr<Domain> domain = make_domain(scenario);
  std::vector<ClientScript> clients = clients_of(scenario, seed);
  SimulationSetup simulation{.system = assemble_checked(scenario.design, *domain, clients),
                             .platform = std::move(*platform),
                             .faults = scenario.faults,
                             .clients = clients,
                             .consumers = consumers_of(scenario.design, *domain),
                             .settle = scenario.run.settle,
                             .world = {.seed = seed,
                                       .transport = scenario.deployment.transport,
                                       .disk_sync = scenario.deployment.disk.sync,
                                       .horizon = horizon_of(scenario, clients),
                                       .step_limit = scenario.run.step_limit}};
  if (const auto placed = place_processes(scenario.deployment, simulation.platform, simulation.system); !placed) {
    return failure(placed.error());
  }
  // Moving a vector moves none of what is in it: `simulation` still sees the clients.
  return ScenarioSetup{
      .domain = std::move(domain), .clients = std::move(clients), .simulation = std::move(simulation)};
}

}  // namespace crisper::sim
