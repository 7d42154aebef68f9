#include "properties/vocabulary.hpp"

#include <algorithm>
#include <set>

#include "core/design/assemble.hpp"
#include "core/domain/smart_fridge/smart_fridge.hpp"
#include "properties/metrics/metric_names.hpp"
#include "properties/registry.hpp"
#include "properties/sometimes/sometimes.hpp"

namespace crisper::properties {

sim::Vocabulary scenario_vocabulary() {
  sim::Vocabulary words;
  for (const PropertyEntry& entry : all_properties()) words.properties.emplace_back(entry.info.name);
  for (const SometimesEntry& entry : all_sometimes()) words.sometimes.emplace_back(entry.name);
  const smart_fridge::SmartFridge domain;
  for (const auto& projection : domain.projections()) words.consumers.push_back(projection->name());
  for (const auto& saga : domain.sagas()) words.consumers.push_back(saga->name());
  std::set<std::string> roles{"customer", "shopper", "kitchen", "fridge-sensor", "reader"};  // the workload's clients
  const System system = assemble(Design{}, domain, {});
  for (const ProcessSpec& process : system.processes()) roles.insert(process.role);
  words.roles.assign(roles.begin(), roles.end());
  for (const MetricName& metric : metric_names()) words.metrics.push_back(metric.name);
  for (const std::string& consumer : words.consumers) words.metrics.push_back("staleness." + consumer);
  for (const std::string& role : words.roles) {
    for (const char* metric : {"command_latency.", "mailbox_wait.", "mailbox_peak."})
      words.metrics.push_back(metric + role);
  }
  return words;
}

}  // namespace crisper::properties
