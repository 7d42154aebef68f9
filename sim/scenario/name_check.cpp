#include "sim/scenario/name_check.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/command/area_design.hpp"
#include "sim/domain/registry.hpp"
#include "sim/scenario/nearest_word.hpp"
#include "sim/scenario/parse.hpp"
#include "sim/scenario/wiring.hpp"

namespace crisper::sim {
namespace {

/// The designs that a scenario speaks of: its own, and those that single axes of its sweep make of it.
std::vector<Wiring> wirings_of(const Scenario& scenario) {
  constexpr std::size_t variants_max = 64;
  std::vector<Wiring> wirings{wiring_of(scenario)};
  Scenario base = scenario;
  base.sweep.clear();
  for (const SweepAxis& axis : scenario.sweep) {
    for (const std::string& value : axis.values) {
      if (axis.path == "seed" || wirings.size() > variants_max) continue;
      const auto varied = set_path(base, axis.path, value);
      if (varied && problem_with_clients(*varied).empty()) wirings.push_back(wiring_of(*varied));
    }
  }
  return wirings;
}

/// What names may be: those of this design, of one that the scenario makes of it, or, while it is varied, of any.
class KnownNames {
 public:
  KnownNames(const Scenario& scenario, const Vocabulary& vocabulary)
      : wirings_(wirings_of(scenario)) {
    if (vocabulary.any_design) others_ = vocabulary.processes;
    if (scenario.deployment.platform.empty()) return;
    any_host_ = vocabulary.hosts.empty();
    for (Wiring& wiring : wirings_) wiring.hosts = vocabulary.hosts;
  }

  /// Why it is the name of nobody; empty where it is somebody's, or may be a host's of a platform file.
  std::string problem_with(const std::string& name) const {
    if (any_host_ || is_others(name)) return {};
    const bool is_there = std::ranges::any_of(
        wirings_, [&](const Wiring& wiring) { return problem_with_name(name, wiring).empty(); });
    return is_there ? "" : problem_with_name(name, wirings_.front());
  }
  bool has_part(const std::string& name) const {
    return is_others(name) || std::ranges::any_of(wirings_, [&](const Wiring& wiring) {
             const Meant meant = meant_by(name, wiring);
             return !meant.processes.empty() || !meant.later.empty();
           });
  }
  /// Whole, or in a part for each area. What the business has under other settings and not here is no subscriber of
  /// that name.
  bool has_consumer(const std::string& name, bool of_business) const {
    const auto is_it = [&](const FaultTarget& each) {
      return (each.process == name || each.process == area_name(name, 1)) &&
             !(of_business && each.role == "subscriber");
    };
    return is_others(name) || std::ranges::any_of(wirings_, [&](const Wiring& wiring) {
             return std::ranges::any_of(wiring.processes, is_it);
           });
  }
  bool has_role(const std::string& role) const {
    return is_others(role) ||
           std::ranges::any_of(wirings_, [&](const Wiring& wiring) { return sim::has_role(wiring, role); });
  }
  std::string nearest_part(const std::string& name) const {
    std::vector<std::string> words;
    for (const FaultTarget& each : wirings_.front().processes) {
      words.insert(words.end(), {each.process, each.role});
    }
    const std::string near = nearest_word(name, words);
    return near.empty() ? "" : fmt::format("; did you mean '{}'?", near);
  }

 private:
  /// A numbered one of these is known too: handler-9 where there is a handler.
  bool is_others(const std::string& name) const {
    return std::ranges::any_of(others_, [&](const std::string& word) {
      return matches_pattern(name, word) || name.starts_with(word + "-");
    });
  }

  std::vector<Wiring> wirings_;
  bool any_host_ = false;
  std::vector<std::string> others_;
};

/// Where an item of a list stands; the whole for one that no file holds.
TextPosition position_of_item(const YamlNode& root, std::string_view list, std::size_t i) {
  const YamlEntry* entry = root.find(list);
  return entry && i < entry->value.items.size() ? entry->value.items[i].at : root.at;
}

void check_faults(const Scenario& scenario, const KnownNames& names, const YamlNode& root, Reader& reader) {
  for (std::size_t i = 0; i < scenario.faults.size(); ++i) {
    for (const std::string& name : {scenario.faults[i].from, scenario.faults[i].to}) {
      const std::string problem = names.problem_with(name);
      if (!problem.empty()) {
        return reader.fail(position_of_item(root, "faults", i), fmt::format("faults.{}: {}", i, problem));
      }
    }
  }
}

void check_deployment(const Deployment& deployment, const KnownNames& names, const YamlNode& root, Reader& reader) {
  const YamlEntry* section = root.find("deployment");
  const TextPosition at = section ? section->value.at : root.at;
  for (const Placement& placement : deployment.place) {
    const std::string problem = names.problem_with(placement.pattern);
    if (!problem.empty()) return reader.fail(at, "deployment.place: " + problem);
  }
  for (const std::string& name : deployment.transport.datagram_to) {
    const std::string problem = names.problem_with(name);
    if (!problem.empty()) return reader.fail(at, "deployment.transport.datagram_to: " + problem);
  }
}

/// Where this path below the root leads; the root where it breaks off.
TextPosition position_below(const YamlNode& root, std::initializer_list<std::string_view> path) {
  const YamlNode* node = &root;
  TextPosition at = root.at;
  for (const std::string_view key : path) {
    const YamlEntry* entry = node->is_map() ? node->find(key) : nullptr;
    if (!entry) break;
    at = entry->at;
    node = &entry->value;
  }
  return at;
}

/// Why a consumer can't be split by areas; empty where it can.
std::string problem_with_parts(const Scenario& scenario, const std::string& consumer, bool of_business) {
  if (!of_business) return "a subscriber counts all events, wherever they are from, so it has no parts";
  const std::vector<std::string> views = make_domain(scenario)->views_with_places();
  if (std::ranges::find(views, consumer) != views.end()) return {};
  return "this business doesn't say that the rows of this view are in different places, so it has no parts";
}

void check_design(const Scenario& scenario, const KnownNames& names, const YamlNode& root, Reader& reader) {
  const Design& design = scenario.design;
  const std::vector<std::string>& known = reader.vocabulary().consumers;
  for (const auto& [role, settings] : design.roles) {
    if (names.has_role(role)) continue;
    return reader.fail(position_below(root, {"design", "roles", role}),
                       fmt::format("design.roles.{}: this design has no process of that role", role));
  }
  for (const auto& [consumer, settings] : design.consumers) {
    const bool of_business = std::ranges::find(known, consumer) != known.end();
    if (!names.has_consumer(consumer, of_business)) {
      return reader.fail(position_below(root, {"design", "consumers", consumer}),
                         fmt::format("design.consumers.{}: this design has no such consumer", consumer));
    }
    const std::string problem = settings.per_area ? problem_with_parts(scenario, consumer, of_business) : "";
    if (problem.empty()) continue;
    return reader.fail(position_below(root, {"design", "consumers", consumer, "per_area"}),
                       fmt::format("design.consumers.{}.per_area: {}", consumer, problem));
  }
}

/// A part of a metric that is told for each of some processes.
void check_thresholds(const Scenario& scenario, const KnownNames& names, const YamlNode& root, Reader& reader) {
  const std::vector<MetricWord>& metrics = reader.vocabulary().metrics;
  for (std::size_t i = 0; i < scenario.properties.size(); ++i) {
    if (!scenario.properties[i].threshold) continue;
    const std::string& name = scenario.properties[i].threshold->metric;
    const std::size_t dot = name.find('.');
    const auto metric = std::ranges::find(metrics, name.substr(0, dot), &MetricWord::name);
    if (dot == std::string::npos || metric == metrics.end() || !metric->of_processes) continue;
    const std::string part = name.substr(dot + 1);
    if (names.has_part(part)) continue;
    return reader.fail(position_of_item(root, "properties", i),
                       fmt::format("properties.{}: {}: nobody in this design is called '{}'{}", i, name, part,
                                   names.nearest_part(part)));
  }
}

}  // namespace

void check_names(const Scenario& scenario, const YamlNode& root, Reader& reader) {
  if (reader.vocabulary().processes.empty()) return;
  if (const std::string problem = problem_with_subscribers(scenario); !problem.empty()) {
    return reader.fail(position_below(root, {"design", "consumers"}), "design.consumers: " + problem);
  }
  if (const std::string problem = problem_with_clients(scenario); !problem.empty()) {
    const std::string_view key = scenario.workload.script ? "script" : domain_of(scenario).clients_key();
    return reader.fail(position_below(root, {"workload", key}),
                       fmt::format("workload{}{}: {}", key.empty() ? "" : ".", key, problem));
  }
  const KnownNames names(scenario, reader.vocabulary());
  check_faults(scenario, names, root, reader);
  if (reader.ok()) check_deployment(scenario.deployment, names, root, reader);
  if (reader.ok()) check_design(scenario, names, root, reader);
  if (reader.ok()) check_thresholds(scenario, names, root, reader);
}

}  // namespace crisper::sim
