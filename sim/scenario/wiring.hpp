// Wiring: who takes part in a run of a scenario, and where: what its design comes to, before anything runs.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/runtime/system.hpp"
#include "sim/faults/fault_injector.hpp"
#include "sim/platform/simgrid_platform.hpp"
#include "sim/scenario/scenario.hpp"

namespace crisper::sim {

struct Wiring {
  std::vector<FaultTarget> processes;  ///< in the order of their ids; the host is empty where the hosts aren't known
  std::vector<LaterProcesses> later;   ///< started while it runs, on the host of whoever starts them
  std::vector<std::string> hosts;      ///< empty where a platform file defines them and none was given
};

/// The hosts and routes that the deployment defines itself, or those of its platform file, which are read then. Throws
/// and costs as platform_from_simgrid_xml.
Result<Platform, PlatformError> platform_for(const Deployment& deployment);

/// Of the scenario's own hosts; of those of a platform file, nothing is known here. Costs the assembly of the system.
Wiring wiring_of(const Scenario& scenario);
Wiring wiring_of(const Scenario& scenario, const Platform& platform);

/// Whether somebody has this role, or may come to have it.
bool has_role(const Wiring& wiring, std::string_view role);

/// Gives processes the hosts that the scenario's `place` chooses; fails where there is no such host.
Result<void, std::string> place_processes(const Deployment& deployment, const Platform& platform, System& system);

/// Whom a name in a fault, a place or on the command line means: a process, a role or a host; * for any characters.
struct Meant {
  std::vector<std::string> processes;  ///< by name
  std::vector<std::string> hosts;
  std::vector<std::string> later;  ///< the patterns of processes that it may mean when they are there
  bool nobody() const { return processes.empty() && hosts.empty() && later.empty(); }
};
Meant meant_by(const std::string& name, const Wiring& wiring);

/// Why its clients can't be called as they are: one has the name of a process of the design, whose mail it would get.
/// Empty where all can. To be asked before the wiring is.
std::string problem_with_clients(const Scenario& scenario);

/// Likewise of the subscribers that the design adds; before those of the clients.
std::string problem_with_subscribers(const Scenario& scenario);

/// Why nobody is meant by it, with the nearest name; empty where somebody is, or may come.
std::string problem_with_name(const std::string& name, const Wiring& wiring);

}  // namespace crisper::sim
