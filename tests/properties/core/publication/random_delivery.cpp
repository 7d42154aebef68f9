#include "tests/properties/core/publication/random_delivery.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <vector>

#include "core/base/rng.hpp"
#include "core/design/assemble.hpp"
#include "properties/vocabulary.hpp"
#include "sim/domain/registry.hpp"
#include "sim/scenario/parse.hpp"

namespace crisper::properties {
namespace {

std::string scenario_text(const DeliverySettings& settings, std::uint64_t number, const std::string& faults) {
  Rng rng = Rng(number).fork("random delivery");
  const auto draw = [&](std::int64_t low, std::int64_t high) { return rng.between(low, high); };
  const std::string& catalog = settings.catalog.empty() ? settings.consumer : settings.catalog;
  return fmt::format(R"(
crisper: 1
name: random delivery {}
design:
  client: {{timeout: 1s, attempts: 30}}
  relay: {{poll: {}ms, timeout: 300ms}}
  command_queue: {{handlers: {}, visibility_timeout: {}ms, dead_letter_after: 1000}}
  ownership: {}
  event_store: {}
  event_log: {{redeliver_after: {}ms, window: {}, batch: {}{}}}
  publication: {}
  consumers: {{catalog: {}, order-process: {}{}}}
{}deployment: {{hosts: {}, link: {{latency: {}us}}, transport: {{kind: {}}}{}}}
workload:
  orders: {{count: {}, rate: {}/s, customers: 10, fridges: {}, meals: 1}}
  restock: {{initial: 10}}
{}{}faults:
{}
properties: {}
seed: {}
run: {{horizon: 10m, settle: 3s}}
)",
                     number, draw(5, 40), draw(2, 5), draw(800, 2000), settings.ownership, settings.event_store,
                     draw(200, 500), draw(4, 64), draw(1, 16), settings.event_log, settings.publication, catalog,
                     settings.consumer, settings.consumers, settings.design, draw(3, 6), draw(200, 3000),
                     draw(0, 1) == 0 ? "session" : "datagram", settings.deployment, draw(5, 25), draw(10, 60),
                     std::max(draw(1, 3), settings.fridges), settings.workload, settings.more, faults,
                     settings.properties, number);
}

/// Everybody but the clients.
std::vector<std::string> processes_of(const std::string& text) {
  const auto scenario = sim::parse_scenario(text);
  std::vector<std::string> names;
  if (!scenario) return names;
  const std::unique_ptr<Domain> domain = sim::make_domain(*scenario);
  const System system = assemble_checked(scenario->design, *domain, {});
  for (const ProcessSpec& process : system.processes()) names.push_back(process.name);
  return names;
}

std::string random_fault(Rng& rng, const std::vector<std::string>& processes) {
  const auto number = [&](std::int64_t low, std::int64_t high) { return rng.between(low, high); };
  const std::string& who = processes[rng.below(processes.size())];
  switch (number(0, 8)) {
    case 0: return fmt::format("{{loss: {}%}}", number(1, 10));
    case 1: return fmt::format("{{duplicate: {}%}}", number(1, 25));
    case 2: return fmt::format("{{reorder: {}%, by: 1ms..{}ms}}", number(1, 25), number(5, 60));
    case 3: return fmt::format("{{delay: {}%, by: 1ms..{}ms}}", number(1, 10), number(5, 600));
    case 4:
      return fmt::format("{{partition: {{from: {}, to: \"*\"}}, at: {}ms, for: {}ms}}", who, number(0, 1500),
                         number(50, 900));
    case 5:
      return fmt::format("{{pause: {}, at: {}ms, for: {}ms}}", who, number(0, 1500), number(50, 900));
    default:
      return fmt::format("{{crash: {}, at: {}ms, restart_after: {}ms}}", who, number(1, 1500), number(1, 600));
  }
}

}  // namespace

std::string random_delivery(const DeliverySettings& settings, std::uint64_t number) {
  std::string faults = settings.faults;
  if (settings.random_faults) {
    const std::vector<std::string> processes = processes_of(scenario_text(settings, number, "  []"));
    Rng rng = Rng(number).fork("faults");
    for (std::int64_t left = processes.empty() ? 0 : rng.between(std::int64_t{2}, std::int64_t{6}); left > 0; --left) {
      faults += "  - " + random_fault(rng, processes) + "\n";
    }
  }
  return scenario_text(settings, number, faults.empty() ? "  []" : faults);
}

}  // namespace crisper::properties
