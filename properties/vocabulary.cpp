#include "properties/vocabulary.hpp"

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <utility>

#include "core/design/assemble.hpp"
#include "core/design/ownership_strategy.hpp"
#include "core/design/publication_method.hpp"
#include "properties/domain/registry.hpp"
#include "properties/metrics/measure_registry.hpp"
#include "properties/registry.hpp"
#include "properties/sometimes/sometimes.hpp"
#include "sim/domain/registry.hpp"

namespace crisper::properties {
namespace {

std::vector<std::string> with_numbers(std::vector<std::string> words) {
  const std::size_t count = words.size();
  for (std::size_t i = 0; i < count; ++i) words.push_back(words[i] + "-*");
  return words;
}

std::vector<std::string> drop_reasons() {
  std::vector<std::string> words;
  for (const EnumWord& reason : words_of<DropReason>) words.emplace_back(reason.name);
  return words;
}

std::unique_ptr<Domain> with_everything(const sim::DomainEntry& entry) {
  return entry.make(entry.everything().settings);
}

std::vector<std::string> categories() {
  std::vector<std::string> words;
  for (const sim::DomainEntry* entry : sim::all_domains()) {
    const std::unique_ptr<Domain> domain = with_everything(*entry);
    for (int number = 1; number < 256; ++number) {
      const std::string name = domain->category_name(StreamCategory{static_cast<std::uint8_t>(number)});
      if (!name.starts_with("stream")) words.push_back(name);
    }
  }
  return words;
}

std::vector<std::string> parts_of(MetricParts parts, const sim::Vocabulary& words) {
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
    case MetricParts::categories: return categories();
    case MetricParts::drop_reasons: return drop_reasons();
  }
  return {};
}

std::vector<sim::MetricWord> metric_words(const sim::Vocabulary& words) {
  std::vector<sim::MetricWord> metrics;
  for (const MeasureEntry& entry : all_measures()) {
    for (const MetricInfo& metric : entry.info.metrics) {
      const bool of_categories = metric.parts == MetricParts::categories;
      const bool has_parts = metric.parts != MetricParts::none;
      const bool of_processes = has_parts && !of_categories && metric.parts != MetricParts::drop_reasons;
      metrics.push_back({.name = std::string(metric.name),
                         .unit = metric.unit(),
                         .parts = parts_of(metric.parts, words),
                         .of_processes = of_processes,
                         .of_categories = of_categories,
                         .in_stages = metric.type == MetricType::time || metric.in_intervals});
    }
  }
  return metrics;
}

void add_owners(const DomainLaws& domain, sim::Vocabulary& words) {
  const auto add = [&](std::string_view word) { words.of_domain.emplace(word, domain.name); };
  for (const PropertyEntry& law : domain.laws) add(law.info.name);
  for (const SometimesEntry& entry : domain.sometimes) add(entry.name);
  for (const MeasureEntry& measure : domain.measures) {
    for (const MetricInfo& metric : measure.info.metrics) add(metric.name);
  }
}

void add_consumers(const sim::DomainEntry& entry, sim::Vocabulary& words) {
  const std::unique_ptr<Domain> domain = with_everything(entry);
  const auto add = [](const auto& parts, std::vector<std::string>& names) {
    for (const auto& part : parts) names.push_back(part->name());
  };
  add(domain->projections(), words.projections);
  for (std::vector<std::string>* names : {&words.consumers, &words.replayable}) add(domain->projections(), *names);
  add(domain->sagas(), words.consumers);  // which nobody reads their history to
  for (std::vector<std::string>* names : {&words.consumers, &words.replayable}) add(domain->reactions(), *names);
  sim::add_commands(entry, words);
  MessageCatalog catalog;
  domain->register_messages(catalog);
  for (std::string& message : catalog.names()) words.messages.push_back(std::move(message));
}

using Roles = std::map<std::string, std::set<std::string>>;

/// Those of the designs with which this business can be run.
void add_roles(const sim::DomainEntry& business, Roles& roles) {
  const sim::DomainChoices everything = business.everything();
  const std::unique_ptr<Domain> domain = business.make(everything.settings);
  const std::vector<ClientScript> clients = business.silent_clients(everything.workload);
  const auto add = [&](const Design& design) {
    const System system = assemble_checked(design, *domain, clients);
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
  for (const ExecutorKind kind : values_of<ExecutorKind>) {
    Design design;
    design.executor.kind = kind;
    add(design);
  }
  Design design;
  design.event_store.snapshot_every = 1;
  design.ownership.hold_until = HoldUntil::published_back;
  design.publication.method = PublicationMethod::push_grid;
  if (const auto views = domain->projections(); !views.empty()) {
    design.consumers[views.front()->name()].function.emplace();
  }
  for (const auto& saga : domain->sagas()) design.consumers[saga->name()].nodes = 2;
  add(design);
  Design split;
  split.areas.count = 2;
  split.consumers["subscriber"] = {};
  add(split);
}

}  // namespace

std::vector<RoleWord> role_words() {
  Roles roles;
  for (const sim::DomainEntry* entry : sim::all_domains()) add_roles(*entry, roles);
  std::vector<RoleWord> words;
  for (const auto& [role, processes] : roles) words.push_back({role, {processes.begin(), processes.end()}});
  return words;
}

sim::Vocabulary scenario_vocabulary() {
  sim::Vocabulary words;
  for (const PropertyEntry& entry : all_properties()) words.properties.emplace_back(entry.info.name);
  for (const SometimesEntry& entry : all_sometimes()) words.sometimes.emplace_back(entry.name);
  for (const sim::DomainEntry* entry : sim::all_domains()) add_consumers(*entry, words);
  for (const DomainLaws& domain : all_domain_laws()) add_owners(domain, words);
  std::set<std::string> names;
  for (const RoleWord& word : role_words()) {
    words.roles.push_back(word.role);
    names.insert(word.role);
    names.insert(word.processes.begin(), word.processes.end());
  }
  words.processes.assign(names.begin(), names.end());
  words.metrics = metric_words(words);
  return words;
}

}  // namespace crisper::properties
