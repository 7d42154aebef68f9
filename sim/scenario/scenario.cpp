#include "sim/scenario/scenario.hpp"

#include <algorithm>

namespace crisper::sim {

Platform platform_of(const Deployment& deployment) {
  Platform platform;
  platform.hosts = deployment.hosts;
  platform.link = deployment.link;
  platform.loopback = deployment.loopback;
  platform.simgrid_xml = deployment.platform;
  return platform;
}

std::vector<ClientScript> clients_of(const Scenario& scenario, std::uint64_t seed) {
  return smart_fridge_clients(scenario.workload, seed);
}

Scenario with_script(const Scenario& scenario, std::uint64_t seed) {
  const std::vector<ClientScript> clients = clients_of(scenario, seed);
  Scenario written = scenario;
  written.run.horizon = horizon_of(scenario, clients) - sim_start;
  written.workload = {};
  written.workload.script = script_of(clients);
  return written;
}

SimTime horizon_of(const Scenario& scenario, const std::vector<ClientScript>& clients) {
  if (scenario.run.horizon) return sim_start + *scenario.run.horizon;
  return std::max(expected_end(scenario.workload), end_of(clients)) + std::chrono::minutes(1);
}

}  // namespace crisper::sim
