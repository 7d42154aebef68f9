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

FormatPtr<std::string> domain_name() {
  std::vector<Choice<std::string>> choices;
  for (const DomainEntry* each : all_domains()) {
    choices.push_back({std::string(each->name()), each->name(), each->meaning()});
  }
  return choice<std::string>("a domain", choices);
}

/// Which business a scenario is about: the name of one that the program has, or one that stands here.
struct Business {
  std::string name;
  OwnDomain own;
};

class BusinessFormat final : public Format<Business> {
 public:
  /// Before all other keys: what these may be follows from it.
  static void read_first(const YamlNode& node, Business& business, Reader& reader) {
    if (!node.is_map()) {
      business.own = {};
      return domain_name()->read(node, business.name, reader);
    }
    business.own = read_own_domain(node, reader);
    if (business.own) business.name = business.own.entry->name();
  }

  void read(const YamlNode&, Business&, Reader&) const override {}
  YamlNode write(const Business& business) const override {
    return business.own ? *business.own.written : name_->write(business.name);
  }
  Grammar grammar(const Business& initial) const override {
    return Grammar::one_of("a domain, or one written here", {name_->grammar(initial.name), own_domain_grammar()});
  }

 private:
  FormatPtr<std::string> name_ = domain_name();
};

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

/// Why no limit can be set on this in this stage; empty where one can.
std::string stage_problem(const Scenario& scenario, const Threshold& limit, const Vocabulary& words) {
  const std::string whole = limit.metric.substr(0, limit.metric.find('.'));
  const auto metric = std::ranges::find(words.metrics, whole, &MetricWord::name);
  if (metric != words.metrics.end() && !metric->in_stages) {
    return whole + " is told of the whole run only, and of no stage";
  }
  if (whole != limit.metric && metric != words.metrics.end() && metric->unit == MetricUnit::count) {
    return fmt::format("{} has no parts in a stage: expected {}", whole, whole);
  }
  if (scenario.workload.script) return {};  // a run that is written out has none: there is nothing to judge
  const std::optional<StagedLoad> load = staged_load(scenario);
  if (!load) return fmt::format("there is no stage '{}': the load has no stages", limit.stage);
  std::vector<std::string> names{behind_the_stages};
  for (std::size_t place = 0; place < load->stages.size(); ++place) names.push_back(name_of_stage(load->stages, place));
  if (std::ranges::find(names, limit.stage) != names.end()) return {};
  return fmt::format("the load of {} has no stage '{}'{}", load->of, limit.stage, hint_for(limit.stage, names));
}

void check_stages(const Scenario& scenario, const YamlNode& root, Reader& reader) {
  for (std::size_t i = 0; i < scenario.properties.size(); ++i) {
    const std::optional<Threshold>& limit = scenario.properties[i].threshold;
    if (!limit || limit->stage.empty()) continue;
    const std::string problem = stage_problem(scenario, *limit, reader.vocabulary());
    if (problem.empty()) continue;
    const YamlEntry* list = root.find("properties");
    const TextPosition at = list && i < list->value.items.size() ? list->value.items[i].at : root.at;
    return reader.fail(at, fmt::format("properties.{}: {}", i, problem));
  }
}

void check_business(const Scenario& scenario, const YamlNode& root, Reader& reader) {
  const std::string problem = domain_of(scenario).problem(scenario);
  if (problem.empty()) return;
  const YamlNode* at = find(root, {"workload"});
  reader.fail(at ? at->at : root.at, problem);
}

/// A warm-up that lasts as long as the run leaves nothing to measure. One that only outlasts what is sent may leave
/// what is done of it, and when clients that wait for answers have sent all is a guess: there is a warning.
void check_warm_up(const Scenario& scenario, const YamlNode& root, Reader& reader) {
  const Duration warm_up = scenario.run.warm_up;
  const Duration over = scenario.run.horizon.value_or(expected_end(scenario) - sim_start + std::chrono::minutes(1));
  if (warm_up == Duration::zero() || warm_up < over) return;
  const YamlNode* at = find(root, {"run", "warm_up"});
  reader.fail(at ? at->at : root.at, fmt::format("run.warm_up: {} leaves nothing to measure: the run is over at {}",
                                                 exact_text(warm_up), exact_text(over)));
}

void check_scenario(const Scenario& scenario, const YamlNode& node, Reader& reader) {
  check_business(scenario, node, reader);
  if (!reader.ok()) return;
  check_schedules(scenario, node, reader);
  check_warm_up(scenario, node, reader);
  check_several_states(scenario, node, reader);
  check_words(scenario, node, reader);
  check_stages(scenario, node, reader);
  check_names(scenario, node, reader);
}

FormatPtr<Scenario> format_for(const DomainEntry& entry) {
  auto record = new_record<Scenario>();
  const FormatPtr<Chosen> settings = entry.settings_format();
  record
      ->field<std::uint64_t>(
          "crisper", [](const Scenario&) { return scenario_version; }, [](Scenario&, std::uint64_t) {},
          natural_number({.least = 1, .most = scenario_version}), "the version of this format")
      .required()
      .field("name", &Scenario::name, line_of_text({.least = 1, .most = 200}), "what reports call it")
      .required()
      .field("description", &Scenario::description, text({.least = 0, .most = 10'000}), "for people")
      .only_if([](const Scenario& scenario) { return !scenario.description.empty(); })
      .field<Business>(
          "domain", [](const Scenario& scenario) { return Business{scenario.domain, scenario.own_domain}; },
          [](Scenario&, const Business&) {},
          std::make_shared<BusinessFormat>(), "what the commands and events are about")
      .field("design", &Scenario::design, design_format(entry), "what an architect chooses");
  if (settings) {
    record->field(std::string(entry.name()), &Scenario::settings, settings, "settings of the domain itself");
  }
  record->field("deployment", &Scenario::deployment, deployment_format(),
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

/// Takes out what only businesses that the program has bring along, so that no scenario of another one may say it.
/// Their consumers stay: whose name isn't known is a subscriber, and one that is called like theirs is hardly meant so.
void forget_other_businesses(Vocabulary& words) {
  const auto is_theirs = [&](const std::string& word) {
    return std::ranges::any_of(words.consumers, [&](const std::string& name) {
      return word == name || word == name + "-*" || word == name + "-functions";
    });
  };
  std::erase_if(words.processes, is_theirs);
  for (MetricWord& metric : words.metrics) {
    if (metric.of_processes) std::erase_if(metric.parts, is_theirs);
    if (metric.of_categories) metric.parts.clear();
  }
  for (auto* names : {&words.projections, &words.replayable, &words.asking, &words.commands, &words.queued,
                      &words.messages}) {
    names->clear();
  }
}

/// The words of a vocabulary, with those of a business that is the scenario's own in the place of others'.
Vocabulary with_words_of(const DomainEntry& entry, Vocabulary words) {
  forget_other_businesses(words);
  words.domain = entry.name();
  const DomainChoices everything = entry.everything();
  const std::unique_ptr<Domain> domain = entry.make(everything.settings);
  std::vector<std::string> consumers;
  const auto add = [&](const auto& parts, bool replayable) {
    for (const auto& part : parts) {
      consumers.push_back(part->name());
      if (replayable) words.replayable.push_back(part->name());
    }
  };
  add(domain->projections(), true);
  for (const std::string& view : consumers) words.projections.push_back(view);
  add(domain->sagas(), false);
  add(domain->reactions(), true);
  for (const auto& reaction : domain->reactions()) {
    if (!reaction->asks().empty()) words.asking.push_back(reaction->name());
  }
  words.consumers.insert(words.consumers.end(), consumers.begin(), consumers.end());
  const std::vector<std::string> laws = entry.laws();
  words.properties.insert(words.properties.end(), laws.begin(), laws.end());
  add_commands(entry, words);
  MessageCatalog catalog;
  domain->register_messages(catalog);
  for (std::string& message : catalog.names()) words.messages.push_back(std::move(message));
  std::vector<std::string> parts = entry.own_roles();
  words.roles.insert(words.roles.end(), parts.begin(), parts.end());
  parts.insert(parts.end(), consumers.begin(), consumers.end());
  words.processes.insert(words.processes.end(), parts.begin(), parts.end());
  std::vector<std::string> categories;
  for (int number = 1; number < 256; ++number) {
    const std::string category = domain->category_name(StreamCategory{static_cast<std::uint8_t>(number)});
    if (!category.starts_with("stream")) categories.push_back(category);
  }
  for (MetricWord& metric : words.metrics) {
    if (metric.of_categories) metric.parts = categories;
    for (const std::string& part : parts) {
      if (metric.of_processes) metric.parts.insert(metric.parts.end(), {part, part + "-*"});
    }
  }
  return words;
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
      Business business{scenario.domain, scenario.own_domain};
      BusinessFormat::read_first(chosen->value, business, reader);
      if (!reader.ok()) return;
      if (business.name != scenario.domain || business.own != scenario.own_domain) {
        scenario.settings = {};
        scenario.workload = {};
        scenario.domain = std::move(business.name);
        scenario.own_domain = std::move(business.own);
      }
    }
    if (!scenario.own_domain) return record_of(scenario)->read(node, scenario, reader);
    const bool knows_words = !reader.vocabulary().properties.empty();
    const Vocabulary words = knows_words ? with_words_of(domain_of(scenario), reader.vocabulary()) : Vocabulary{};
    Reader with_its_words(reader.directory(), words);
    record_of(scenario)->read(node, scenario, with_its_words);
    if (with_its_words.problem()) reader.fail(with_its_words.problem()->at, with_its_words.problem()->message);
  }
  YamlNode write(const Scenario& scenario) const override { return record_of(scenario)->write(scenario); }
  Grammar grammar(const Scenario& initial) const override { return record_of(initial)->grammar(initial); }
  void find_idle(const Scenario& scenario, const Scenario& initial, const Occasion& here,
                 IdleKeys& idle) const override {
    record_of(scenario)->find_idle(scenario, initial, here, idle);
  }

 private:
  FormatPtr<Scenario> record_of(const Scenario& scenario) const {
    if (scenario.own_domain) return format_for(*scenario.own_domain.entry);
    return records_.find(scenario.domain)->second;
  }

  std::map<std::string, FormatPtr<Scenario>, std::less<>> records_;
};

}  // namespace

FormatPtr<Scenario> scenario_format() { return std::make_shared<ScenarioFormat>(); }

}  // namespace crisper::sim
