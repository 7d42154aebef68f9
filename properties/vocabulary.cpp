#include "properties/vocabulary.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "core/design/assemble.hpp"
#include "core/design/ownership_strategy.hpp"
#include "core/design/publication_method.hpp"
#include "core/domain/smart_fridge/messages.hpp"
#include "core/domain/smart_fridge/smart_fridge.hpp"
#include "properties/metrics/measure_registry.hpp"
#include "properties/registry.hpp"
#include "properties/sometimes/sometimes.hpp"
#include "properties/support/words.hpp"
#include "sim/workload/smart_fridge_workload.hpp"

namespace crisper::properties {
namespace {

std::vector<std::string> with_numbers(std::vector<std::string> words) {
  const std::size_t count = words.size();
  for (std::size_t i = 0; i < count; ++i) words.push_back(words[i] + "-*");
  return words;
}

std::vector<std::string> drop_reasons() {
  std::vector<std::string> words;
  for (std::uint8_t reason = 0; in_words(static_cast<DropReason>(reason)) != "?"; ++reason) {
    words.emplace_back(in_words(static_cast<DropReason>(reason)));
  }
  return words;
}

std::vector<std::string> categories_of(const Domain& domain) {
  std::vector<std::string> words;
  for (int number = 1; number < 256; ++number) {
    const std::string name = domain.category_name(StreamCategory{static_cast<std::uint8_t>(number)});
    if (!name.starts_with("stream")) words.push_back(name);
  }
  return words;
}

std::vector<std::string> parts_of(MetricParts parts, const sim::Vocabulary& words, const Domain& domain) {
  switch (parts) {
    case MetricParts::none: return {};
    case MetricParts::processes: return with_numbers(words.processes);
    case MetricParts::roles: return words.roles;
    case MetricParts::consumers: {
      std::vector<std::string> consumers = words.consumers;
      consumers.emplace_back("own-events");
      return with_numbers(consumers);
    }
    case MetricParts::function_hosts: {
      std::vector<std::string> hosts = words.consumers;
      for (std::string& host : hosts) host += "-functions";
      return hosts;
    }
    case MetricParts::categories: return categories_of(domain);
    case MetricParts::drop_reasons: return drop_reasons();
  }
  return {};
}

std::vector<sim::MetricWord> metric_words(const sim::Vocabulary& words, const Domain& domain) {
  std::vector<sim::MetricWord> metrics;
  for (const MeasureEntry& entry : all_measures()) {
    for (const MetricInfo& metric : entry.info.metrics) {
      const bool of_processes = metric.parts != MetricParts::categories && metric.parts != MetricParts::drop_reasons;
      metrics.push_back({.name = std::string(metric.name),
                         .unit = metric.unit(),
                         .parts = parts_of(metric.parts, words, domain),
                         .of_processes = of_processes});
    }
  }
  return metrics;
}

}  // namespace

std::vector<RoleWord> role_words() {
  const smart_fridge::SmartFridge domain({.refill_below = 1, .mails = true});
  std::map<std::string, std::set<std::string>> roles;
  const auto add = [&](const Design& design) {
    sim::WorkloadSpec workload;
    workload.orders.clients = 1;
    workload.baskets.emplace();
    workload.queries.emplace();
    workload.reports.emplace_back();
    const System system = assemble(design, domain, sim::silent_clients(workload));
    for (const ProcessSpec& process : system.processes()) roles[process.role].insert(process.name);
    for (const LaterProcesses& process : system.later()) roles[process.role].insert(process.name);
  };
  for (const PublicationEntry& entry : publication_methods()) {
    Design design;
    design.publication.method = entry.method;
    add(design);
  }
  for (const StrategyEntry& entry : ownership_strategies()) {
    Design design;
    design.ownership.strategy = entry.strategy;
    add(design);
  }
  for (const ExecutorKind kind : {ExecutorKind::pool, ExecutorKind::per_entity, ExecutorKind::per_request}) {
    Design design;
    design.executor.kind = kind;
    add(design);
  }
  Design design;
  design.event_store.snapshot_every = 1;
  design.ownership.hold_until = HoldUntil::published_back;
  design.publication.method = PublicationMethod::push_grid;
  design.consumers["catalog"].function.emplace();
  for (const auto& saga : domain.sagas()) design.consumers[saga->name()].nodes = 2;
  add(design);
  std::vector<RoleWord> words;
  for (const auto& [role, processes] : roles) words.push_back({role, {processes.begin(), processes.end()}});
  return words;
}

sim::Vocabulary scenario_vocabulary() {
  sim::Vocabulary words;
  for (const PropertyEntry& entry : all_properties()) words.properties.emplace_back(entry.info.name);
  for (const SometimesEntry& entry : all_sometimes()) words.sometimes.emplace_back(entry.name);
  // With everything that it can have.
  const smart_fridge::SmartFridge domain({.refill_below = 1, .mails = true, .board = true});
  for (const auto& projection : domain.projections()) words.projections.push_back(projection->name());
  words.consumers = words.projections;
  for (const auto& saga : domain.sagas()) words.consumers.push_back(saga->name());
  for (const auto& reaction : domain.reactions()) words.consumers.push_back(reaction->name());
  words.replayable = words.consumers;
  for (const auto& saga : domain.sagas()) std::erase(words.replayable, saga->name());
  std::set<std::string> names;
  for (const RoleWord& word : role_words()) {
    words.roles.push_back(word.role);
    names.insert(word.role);
    names.insert(word.processes.begin(), word.processes.end());
  }
  const auto add_commands = [&]<class... Commands>() { (words.commands.emplace_back(Commands::name), ...); };
  using namespace smart_fridge;
  add_commands.operator()<LoadMeals, ReserveMeal, TakeMeal, ConfirmReservation, ReleaseReservation, ReportStock,
                          SwitchOff, SwitchOn, PlaceOrder, CompleteOrder, CancelOrder, RecordCharge, RecordRefund>();
  words.processes.assign(names.begin(), names.end());
  words.metrics = metric_words(words, domain);
  return words;
}

}  // namespace crisper::properties
