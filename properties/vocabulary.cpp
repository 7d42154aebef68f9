#include "properties/vocabulary.hpp"

#include <algorithm>
#include <set>

#include "core/design/assemble.hpp"
#include "core/domain/smart_fridge/messages.hpp"
#include "core/domain/smart_fridge/smart_fridge.hpp"
#include "core/ownership/strategy.hpp"
#include "core/publication/method.hpp"
#include "properties/metrics/metric_names.hpp"
#include "properties/registry.hpp"
#include "properties/sometimes/sometimes.hpp"

namespace crisper::properties {

sim::Vocabulary scenario_vocabulary() {
  sim::Vocabulary words;
  for (const PropertyEntry& entry : all_properties()) words.properties.emplace_back(entry.info.name);
  for (const SometimesEntry& entry : all_sometimes()) words.sometimes.emplace_back(entry.name);
  // With everything that it can have.
  const smart_fridge::SmartFridge domain({.refill_below = 1, .mails = true});
  for (const auto& projection : domain.projections()) words.projections.push_back(projection->name());
  words.consumers = words.projections;
  for (const auto& saga : domain.sagas()) words.consumers.push_back(saga->name());
  for (const auto& reaction : domain.reactions()) words.consumers.push_back(reaction->name());
  words.replayable = words.consumers;
  for (const auto& saga : domain.sagas()) std::erase(words.replayable, saga->name());
  // Spawned, of consumers that have more than one node, and the workload's clients.
  std::set<std::string> roles{"entity",   "actor",    "request",       "consumer-node",
                              "customer", "shopper",  "kitchen",       "fridge-sensor",
                              "reader",   "function", "function-host", "snapshot-store"};
  std::set<std::string> names;
  const auto add_processes_of = [&](const Design& design) {
    const System system = assemble(design, domain, {});
    for (const ProcessSpec& process : system.processes()) {
      roles.insert(process.role);
      names.insert(process.name);
    }
  };
  for (const PublicationEntry& entry : publication_methods()) {
    Design design;
    design.publication.method = entry.method;
    add_processes_of(design);
  }
  for (const StrategyEntry& entry : ownership_strategies()) {
    Design design;
    design.ownership.strategy = entry.strategy;
    add_processes_of(design);
  }
  const auto add_commands = [&]<class... Commands>() { (words.commands.emplace_back(Commands::name), ...); };
  using namespace smart_fridge;
  add_commands.operator()<LoadMeals, ReserveMeal, TakeMeal, ConfirmReservation, ReleaseReservation, ReportStock,
                          SwitchOff, SwitchOn, PlaceOrder, CompleteOrder, CancelOrder, RecordCharge, RecordRefund>();
  words.roles.assign(roles.begin(), roles.end());
  names.insert(roles.begin(), roles.end());
  words.processes.assign(names.begin(), names.end());
  for (const MetricName& metric : metric_names()) words.metrics.push_back(metric.name);
  for (const std::string& consumer : words.consumers) {
    for (const char* metric : {"staleness.", "lag.", "lag_time."}) words.metrics.push_back(metric + consumer);
  }
  for (const std::string& role : words.roles) {
    for (const char* metric : {"command_latency.", "mailbox_wait.", "mailbox_peak."})
      words.metrics.push_back(metric + role);
  }
  return words;
}

}  // namespace crisper::properties
