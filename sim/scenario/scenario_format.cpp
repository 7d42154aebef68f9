// A whole scenario: the sections and what stands beside them.
#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <map>

#include "core/design/ownership_strategy.hpp"
#include "sim/domain/registry.hpp"
#include "sim/scenario/container_format.hpp"
#include "sim/scenario/name_check.hpp"
#include "sim/scenario/record_format.hpp"
#include "sim/scenario/section_formats.hpp"
#include "sim/scenario/several_states.hpp"

namespace crisper::sim {
namespace {

FormatPtr<std::string> engine() {
  return choice<std::string>("an engine", {{"simgrid", "simgrid", "hosts, links and sharing as SimGrid models them"},
                                           {"fast", "fast", "an event kernel of our own, for thousands of runs"}});
}

FormatPtr<std::string> domain() {
  std::vector<Choice<std::string>> choices;
  for (const DomainEntry* each : all_domains()) {
    choices.push_back({std::string(each->name()), each->name(), each->meaning()});
  }
  return choice<std::string>("a domain", choices);
}

/// More crashes of one process than any run is meant to hold; each is an entry of the run's plan.
constexpr std::int64_t repeats_max = 10'000;

void check_schedules(const Scenario& scenario, const YamlNode& node, Reader& reader) {
  const Duration horizon = scenario.run.horizon.value_or(expected_end(scenario) - sim_start);
  for (std::size_t i = 0; i < scenario.faults.size(); ++i) {
    const FaultSpec& fault = scenario.faults[i];
    if (!fault.every) continue;
    const Duration lasting = fault.until ? std::min(horizon, *fault.until - fault.at) : horizon;
    const std::int64_t repeats = std::min<std::int64_t>(lasting / *fault.every, fault.times.value_or(UINT32_MAX));
    if (repeats < repeats_max) continue;
    const YamlEntry* faults = node.find("faults");
    const TextPosition at = faults && i < faults->value.items.size() ? faults->value.items[i].at : node.at;
    return reader.fail(at, fmt::format("faults.{}: every {} is more than {} times in one run", i,
                                       exact_text(*fault.every), repeats_max));
  }
}

/// The value at the end of this chain of keys; null where the chain breaks off.
const YamlNode* find(const YamlNode& root, std::initializer_list<std::string_view> path) {
  const YamlNode* node = &root;
  for (const std::string_view key : path) {
    const YamlEntry* entry = node->is_map() ? node->find(key) : nullptr;
    if (!entry) return nullptr;
    node = &entry->value;
  }
  return node;
}

void check_several_states(const Scenario& scenario, const YamlNode& root, Reader& reader) {
  const StrategyEntry& chosen = entry_of(scenario.design.ownership.strategy);
  const std::string_view sender = several_states_in(scenario);
  if (sender.empty() || chosen.several_states) return;
  std::string able;
  for (const StrategyEntry& each : ownership_strategies()) {
    if (each.several_states) able += (able.empty() ? "" : ", ") + std::string(each.name);
  }
  const YamlNode* at = find(root, {"design", "ownership", "strategy"});
  if (!at) at = find(root, {"workload", sender});
  reader.fail(at ? at->at : root.at,
              fmt::format("design.ownership.strategy: {} can't carry out commands on several states, which "
                          "workload.{} sends; these can: {}",
                          chosen.name, sender, able));
}

void check_inbox(const Scenario& scenario, const YamlNode& root, Reader& reader) {
  const bool in_store = scenario.design.ownership.strategy == OwnershipStrategy::reliable_inbox;
  if (!in_store || scenario.design.event_store.backend != StoreBackend::sqlite) return;
  const YamlNode* at = find(root, {"design", "event_store", "backend"});
  reader.fail(at ? at->at : root.at,
              "design.event_store.backend: sqlite can't hold the commands of a reliable_inbox; memory can");
}

/// Whether the strategy has something of a state that it can hold, or a memory that would not be asked.
void check_own_events(const Scenario& scenario, const YamlNode& root, Reader& reader) {
  const OwnershipDesign& chosen = scenario.design.ownership;
  const StrategyEntry& strategy = entry_of(chosen.strategy);
  const auto refuse = [&](std::string_view key, std::string_view value, std::string_view reason) {
    const YamlNode* at = find(root, {"design", "ownership", key});
    reader.fail(at ? at->at : root.at, fmt::format("design.ownership.{}: {} can't be had with {}, which {}", key, value,
                                                   strategy.name, reason));
  };
  if (chosen.hold_until == HoldUntil::published_back && strategy.has != Possession::grant) {
    refuse("hold_until", "published_back",
           strategy.has == Possession::nothing
               ? "keeps nobody out: there is nothing to hold"
               : "has the state in its memory: nothing need come back to it before it decides again");
  }
  if (chosen.state_from == StateSource::own_events && strategy.has == Possession::state) {
    refuse("state_from", "own_events", "has the state in its memory and decides on that");
  }
}

/// What is judged is no business of another domain.
void check_words(const Scenario& scenario, const YamlNode& root, Reader& reader) {
  const std::map<std::string, std::string>& owners = reader.vocabulary().of_domain;
  for (std::size_t i = 0; i < scenario.properties.size(); ++i) {
    const PropertyChoice& chosen = scenario.properties[i];
    std::string word = chosen.sometimes.empty() ? chosen.name : chosen.sometimes;
    if (chosen.threshold) word = chosen.threshold->metric.substr(0, chosen.threshold->metric.find('.'));
    const auto owner = owners.find(word);
    if (owner == owners.end() || owner->second == scenario.domain) continue;
    const YamlEntry* list = root.find("properties");
    return reader.fail(list ? list->at : root.at, fmt::format("properties.{}: {} is of the domain {}, and this is a {}",
                                                              i, word, owner->second, scenario.domain));
  }
}

void check_scenario(const Scenario& scenario, const YamlNode& node, Reader& reader) {
  check_schedules(scenario, node, reader);
  check_several_states(scenario, node, reader);
  check_inbox(scenario, node, reader);
  check_own_events(scenario, node, reader);
  check_words(scenario, node, reader);
  check_names(scenario, node, reader);
}

FormatPtr<Scenario> format_for(const DomainEntry& entry) {
  auto record = new_record<Scenario>();
  record
      ->field<std::uint64_t>(
          "crisper", [](const Scenario&) { return scenario_version; }, [](Scenario&, std::uint64_t) {},
          natural_number({.least = 1, .most = scenario_version}), "the version of this format")
      .required()
      .field("name", &Scenario::name, text({.least = 1, .most = 200}), "what reports call it")
      .required()
      .field("description", &Scenario::description, text({.least = 0, .most = 10'000}), "for people")
      .only_if([](const Scenario& scenario) { return !scenario.description.empty(); })
      .field("domain", &Scenario::domain, domain(), "what the commands and events are about")
      .field("design", &Scenario::design, design_format(entry), "what an architect chooses")
      .field(std::string(entry.name()), &Scenario::settings, entry.settings_format(), "settings of the domain itself")
      .field("deployment", &Scenario::deployment, deployment_format(),
             "the machines, what connects them, who runs where")
      .field("workload", &Scenario::workload, entry.workload_format(), "what comes from outside")
      .field("faults", &Scenario::faults, list_of(fault_format()), "what goes wrong")
      .field("properties", &Scenario::properties, list_of(property_format()),
             "what must hold: properties by name, all of them, and bounds on measurements")
      .field("seed", &Scenario::seed, natural_number(), "where all randomness comes from")
      .field<std::optional<std::string>>(
          "engine",
          [](const Scenario& scenario) {
            return scenario.engine.empty() ? std::nullopt : std::optional(scenario.engine);
          },
          [](Scenario& scenario, std::optional<std::string> engine) { scenario.engine = engine.value_or(""); },
          optional_of(engine()), "what runs it; left out: the command chooses")
      .field("run", &Scenario::run, run_format(), "when a run is over")
      .field<Sweep>(
          "sweep",
          [](const Scenario& scenario) {
            return Sweep{scenario.sweep, scenario.sweep_leaves_out};
          },
          [](Scenario& scenario, Sweep sweep) {
            scenario.sweep = std::move(sweep.axes);
            scenario.sweep_leaves_out = sweep.leaves_out;
          },
          sweep_format(),
             "variants for `crisper sweep`: paths as --set takes them, and values")
      .check(check_scenario);
  return record;
}

/// The record of the domain that a scenario is of.
class ScenarioFormat final : public Format<Scenario> {
 public:
  ScenarioFormat() {
    for (const DomainEntry* each : all_domains()) records_.emplace(each->name(), format_for(*each));
  }

  void read(const YamlNode& node, Scenario& scenario, Reader& reader) const override {
    if (const YamlEntry* chosen = node.is_map() ? node.find("domain") : nullptr) {
      const Reader::Step step(reader, "domain");
      std::string name = scenario.domain;
      domain_->read(chosen->value, name, reader);
      if (!reader.ok()) return;
      if (name != scenario.domain) {
        scenario.domain = std::move(name);
        scenario.settings = {};
        scenario.workload = {};
      }
    }
    record_of(scenario).read(node, scenario, reader);
  }
  YamlNode write(const Scenario& scenario) const override { return record_of(scenario).write(scenario); }
  Grammar grammar(const Scenario& initial) const override { return record_of(initial).grammar(initial); }
  void find_idle(const Scenario& scenario, const Scenario& initial, const Occasion& here,
                 IdleKeys& idle) const override {
    record_of(scenario).find_idle(scenario, initial, here, idle);
  }

 private:
  const Format<Scenario>& record_of(const Scenario& scenario) const {
    return *records_.find(scenario.domain)->second;
  }

  std::map<std::string, FormatPtr<Scenario>, std::less<>> records_;
  FormatPtr<std::string> domain_ = domain();
};

}  // namespace

FormatPtr<Scenario> scenario_format() { return std::make_shared<ScenarioFormat>(); }

}  // namespace crisper::sim
