#include "sim/scenario/scenario.hpp"

#include <algorithm>

#include "core/base/assert.hpp"
#include "sim/domain/registry.hpp"

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
  CRISPER_ASSERT(expected_intents(scenario) <= 2 * intent_limit, "a workload this large is refused when it is read");
  const DomainEntry& domain = domain_of(scenario);
  const WorkloadSpec& workload = scenario.workload;
  if (workload.script) return clients_of(domain.numbered(*workload.script));
  return domain.clients(workload.generated, seed);
}

std::vector<ClientScript> silent_clients(const Scenario& scenario) {
  const WorkloadSpec& workload = scenario.workload;
  if (!workload.script) return domain_of(scenario).silent_clients(workload.generated);
  std::vector<ClientScript> clients = clients_of(*workload.script);
  for (ClientScript& client : clients) client.intents.clear();
  return clients;
}

SimTime expected_end(const Scenario& scenario) {
  const WorkloadSpec& workload = scenario.workload;
  if (workload.script) return end_of(clients_of(*workload.script));
  return domain_of(scenario).expected_end(workload.generated);
}

std::optional<StagedLoad> staged_load(const Scenario& scenario) {
  const WorkloadSpec& workload = scenario.workload;
  return workload.script ? std::nullopt : domain_of(scenario).staged_load(workload.generated);
}

std::uint64_t expected_intents(const Scenario& scenario) {
  const WorkloadSpec& workload = scenario.workload;
  return workload.script ? workload.script->size() : domain_of(scenario).expected_intents(workload.generated);
}

bool asks_views(const Scenario& scenario) {
  const WorkloadSpec& workload = scenario.workload;
  if (!workload.script) return domain_of(scenario).asks_views(workload.generated);
  return std::ranges::any_of(*workload.script,
                             [](const ScriptStep& step) {
                               return !step.idle && (!step.intent.body || step.intent.look);
                             });
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
  return std::max(expected_end(scenario), end_of(clients)) + std::chrono::minutes(1);
}

}  // namespace crisper::sim
