#include "sim/workload/script.hpp"

#include <algorithm>
#include <map>

namespace crisper::sim {

std::string role_of_client(const std::string& name) {
  const std::size_t end = name.find_last_not_of("0123456789");
  const bool numbered = end != std::string::npos && end > 0 && end + 1 < name.size() && name[end] == '-';
  return numbered ? name.substr(0, end) : name;
}

std::vector<ClientScript> clients_of(const Script& script) {
  std::vector<ClientScript> clients;
  std::map<std::string, std::size_t> place;
  std::vector<std::uint64_t> commands;
  for (const ScriptStep& step : script) {
    const auto [found, is_new] = place.emplace(step.client, clients.size());
    if (is_new) {
      clients.push_back({.name = step.client,
                         .role = role_of_client(step.client),
                         .closed = step.closed,
                         .by_clock = step.by_clock,
                         .intents = {}});
      commands.push_back(0);
    }
    if (step.idle) continue;
    const std::size_t client = found->second;
    Intent intent = step.intent;
    if (intent.numbered()) {
      ++commands[client];
      if (intent.command.value == 0) intent.command = CommandId{((client + 1) << 32) | commands[client]};
    }
    clients[client].intents.push_back(std::move(intent));
  }
  for (ClientScript& client : clients) {
    if (client.closed) continue;
    std::ranges::stable_sort(client.intents, {}, &Intent::at);
  }
  return clients;
}

Script script_of(const std::vector<ClientScript>& clients) {
  Script script;
  for (const ClientScript& client : clients) {
    if (client.intents.empty()) {
      script.push_back(
          {.client = client.name, .closed = client.closed, .by_clock = client.by_clock, .idle = true, .intent = {}});
    }
    for (const Intent& intent : client.intents) {
      script.push_back({.client = client.name,
                        .closed = client.closed,
                        .by_clock = client.by_clock,
                        .idle = false,
                        .intent = intent});
    }
  }
  return script;
}

SimTime end_of(const std::vector<ClientScript>& clients) {
  SimTime end = sim_start;
  for (const ClientScript& client : clients) {
    SimTime here = sim_start;
    for (const Intent& intent : client.intents) here = client.closed ? here + intent.think : std::max(here, intent.at);
    end = std::max(end, here);
  }
  return end;
}

}  // namespace crisper::sim
