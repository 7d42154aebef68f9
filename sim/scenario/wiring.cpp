#include "sim/scenario/wiring.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "core/command/area_design.hpp"
#include "core/design/assemble.hpp"
#include "core/design/views.hpp"
#include "sim/domain/registry.hpp"
#include "sim/scenario/nearest_word.hpp"
#include "sim/world/world.hpp"

namespace crisper::sim {
namespace {

System system_of(const Scenario& scenario) {
  return assemble_checked(scenario.design, *make_domain(scenario), silent_clients(scenario));
}

bool has_wildcard(std::string_view name) { return name.find('*') != std::string_view::npos; }

/// A crowd with one name and many numbers is told as one of them: "handler-1".
std::vector<std::string> names_in(const Wiring& wiring) {
  std::set<std::string> words(wiring.hosts.begin(), wiring.hosts.end());
  for (const FaultTarget& each : wiring.processes) {
    words.insert(each.process);
    words.insert(each.role);
  }
  for (const LaterProcesses& each : wiring.later) words.insert(each.role);
  return {words.begin(), words.end()};
}

/// "handler-99": there are some of that name, but not so many.
std::string crowd_of(const std::string& name, const Wiring& wiring) {
  const std::size_t dash = name.rfind('-');
  if (dash == std::string::npos || name.find_first_not_of("0123456789", dash + 1) != std::string::npos) return {};
  std::vector<std::string> crowd;
  const auto look_at = [&](const std::string& known) {
    if (known.rfind('-') == dash && known.starts_with(name.substr(0, dash + 1))) crowd.push_back(known);
  };
  for (const FaultTarget& each : wiring.processes) look_at(each.process);
  for (const std::string& host : wiring.hosts) look_at(host);
  if (crowd.empty()) return {};
  return crowd.size() == 1 ? fmt::format("; there is only {}", crowd.front())
                           : fmt::format("; there are {} to {}", crowd.front(), crowd.back());
}

}  // namespace

Result<void, std::string> place_processes(const Deployment& deployment, const Platform& platform, System& system) {
  for (const Placement& placement : deployment.place) {
    if (std::ranges::find(platform.hosts, placement.host, &HostSpec::name) == platform.hosts.end()) {
      return failure("deployment.place: there is no host '" + placement.host + "'");
    }
    for (ProcessSpec& spec : system.processes()) {
      const bool is_meant = matches_pattern(placement.pattern, spec.name) ||
                            matches_pattern(placement.pattern, spec.role);
      if (is_meant && spec.host.empty()) spec.host = placement.host;
    }
  }
  return {};
}

Result<Platform, PlatformError> platform_for(const Deployment& deployment) {
  if (deployment.platform.empty()) return platform_of(deployment);
  return platform_from_simgrid_xml(deployment.platform);
}

Wiring wiring_of(const Scenario& scenario) {
  if (scenario.deployment.platform.empty()) return wiring_of(scenario, platform_of(scenario.deployment));
  const System system = system_of(scenario);
  Wiring wiring{.processes = {}, .later = system.later(), .hosts = {}};
  for (const ProcessSpec& spec : system.processes()) wiring.processes.push_back({spec.name, spec.role, ""});
  return wiring;
}

Wiring wiring_of(const Scenario& scenario, const Platform& platform) {
  System system = system_of(scenario);
  Wiring wiring{.processes = {}, .later = system.later(), .hosts = {}};
  for (const HostSpec& host : platform.hosts) wiring.hosts.push_back(host.name);
  // A place without a host is somebody else's complaint: names can be told without it.
  const bool placed = place_processes(scenario.deployment, platform, system).has_value();
  const std::vector<HostId> hosts = placed ? place(system, platform) : std::vector<HostId>{};
  for (std::size_t i = 0; i < system.processes().size(); ++i) {
    const ProcessSpec& spec = system.processes()[i];
    wiring.processes.push_back({spec.name, spec.role, placed ? wiring.hosts[hosts[i].value] : ""});
  }
  return wiring;
}

bool has_role(const Wiring& wiring, std::string_view role) {
  const auto has = [&](const auto& each) { return each.role == role; };
  return std::ranges::any_of(wiring.processes, has) || std::ranges::any_of(wiring.later, has);
}

Meant meant_by(const std::string& name, const Wiring& wiring) {
  Meant meant;
  for (const FaultTarget& each : wiring.processes) {
    if (matches_pattern(name, each.process) || matches_pattern(name, each.role)) {
      meant.processes.push_back(each.process);
    }
  }
  for (const std::string& host : wiring.hosts) {
    if (matches_pattern(name, host)) meant.hosts.push_back(host);
  }
  for (const LaterProcesses& each : wiring.later) {
    if (name.empty() || patterns_meet(name, each.name) || patterns_meet(name, each.role)) {
      meant.later.push_back(each.name);
    }
  }
  return meant;
}

std::string problem_with_clients(const Scenario& scenario) {
  const System others = assemble_checked(scenario.design, *make_domain(scenario), {});
  std::set<std::string_view> taken;
  for (const ProcessSpec& each : others.processes()) taken.insert(each.name);
  for (const ClientScript& client : silent_clients(scenario)) {
    const auto is_later = [&](const LaterProcesses& each) { return matches_pattern(each.name, client.name); };
    if (!taken.contains(client.name) && std::ranges::none_of(others.later(), is_later)) continue;
    return fmt::format("a client can't be called '{}': a process of this design is", client.name);
  }
  return {};
}

std::string problem_with_subscribers(const Scenario& scenario) {
  const std::unique_ptr<Domain> domain = make_domain(scenario);
  const std::vector<std::string> subscribers = subscribers_of(scenario.design, *domain);
  if (subscribers.empty()) return {};
  Design without = scenario.design;
  for (const std::string& name : subscribers) without.consumers.erase(name);
  if (!conflicts_of(without, consumer_names_of(*domain, without)).empty()) return {};  // told elsewhere
  const System others = assemble_checked(without, *domain, {});
  const std::vector<ClientScript> clients = silent_clients(scenario);
  for (const std::string& name : subscribers) {
    if (area_in_name(name) > 0) {
      return fmt::format("a subscriber can't be called '{}': names that end in -area and a number are those of areas",
                         name);
    }
    const auto is_later = [&](const LaterProcesses& each) { return matches_pattern(each.name, name); };
    const bool taken = others.find(name).value != 0 || std::ranges::any_of(others.later(), is_later) ||
                       std::ranges::find(clients, name, &ClientScript::name) != clients.end();
    if (!taken) continue;
    return fmt::format("a subscriber can't be called '{}': a process of this design is", name);
  }
  return {};
}

std::string problem_with_name(const std::string& name, const Wiring& wiring) {
  if (name.empty() || !meant_by(name, wiring).nobody()) return {};
  std::string hint = crowd_of(name, wiring);
  if (const std::string near = nearest_word(name, names_in(wiring)); hint.empty() && !near.empty()) {
    hint = fmt::format("; did you mean '{}'?", near);
  }
  if (hint.empty() && has_wildcard(name)) hint = "; a role is 'handler', all of its processes 'handler-*'";
  if (hint.empty()) hint = "; `crisper describe` of the scenario tells who is there";
  return fmt::format("nobody in this design is called '{}': no process, role or host{}", name, hint);
}

}  // namespace crisper::sim
