// A written business, as `sim` knows it: one entry for each that is read.
#include <fmt/format.h>

#include <set>

#include "core/domain/domains.hpp"
#include "core/domain/written/implied_laws.hpp"
#include "core/domain/written/written_domain.hpp"
#include "sim/domain/domain_entry.hpp"
#include "sim/domain/own_domain.hpp"
#include "sim/domain/written/domain_reader.hpp"
#include "sim/domain/written/event_catalog.hpp"
#include "sim/domain/written/facts.hpp"
#include "sim/domain/written/formats.hpp"
#include "sim/domain/written/look_and_act.hpp"
#include "sim/domain/written/sayable.hpp"
#include "sim/domain/written/section_keys.hpp"
#include "sim/domain/written/skeleton.hpp"
#include "sim/domain/written/starter.hpp"
#include "sim/domain/written/without_effect.hpp"
#include "sim/domain/written/workload.hpp"
#include "sim/scenario/file_beside.hpp"
#include "sim/scenario/scenario.hpp"

namespace crisper::written {
namespace {

using sim::Chosen;
using sim::Reader;
using sim::YamlEntry;
using sim::YamlNode;

constexpr std::string_view actors_part = "workload.actors.";

class WrittenEntry final : public sim::DomainEntry {
 public:
  explicit WrittenEntry(std::shared_ptr<const Model> model) : model_(std::move(model)) {}

  std::string_view name() const override { return model_->name; }
  std::string_view meaning() const override { return "written in the scenario"; }
  std::unique_ptr<Domain> make(const Chosen&) const override { return std::make_unique<WrittenDomain>(model_); }
  sim::DomainChoices everything() const override { return {}; }

  sim::FormatPtr<Chosen> settings_format() const override { return nullptr; }
  sim::FormatPtr<sim::WorkloadSpec> workload_format() const override { return written::workload_format(model_); }
  std::string_view starter() const override { return starter_scenario; }
  std::string_view asking_words() const override { return "actors with looks, or looks in a script"; }
  std::vector<std::string> commands() const override {
    std::vector<std::string> names;
    for (const MessageShape& shape : model_->shapes) {
      if (!shape.is_event) names.push_back(shape.name);
    }
    for (std::string& request : requests()) names.push_back(std::move(request));
    return names;
  }
  std::vector<std::string> requests() const override {
    std::vector<std::string> names;
    for (const Service& service : model_->services) {
      for (const Request& request : service.requests) names.push_back(request.shape.name);
    }
    return names;
  }
  std::vector<std::string> laws() const override {
    std::vector<std::string> names;
    for (const Law& law : model_->laws) names.push_back(law.name);
    names.insert(names.end(), implied_laws.begin(), implied_laws.end());
    return names;
  }
  std::vector<std::string> own_roles() const override {
    std::vector<std::string> roles;
    for (const Service& service : model_->services) {
      roles.insert(roles.end(), {service.name + "-tracker", service.name + "-processor"});
    }
    return roles;
  }

  std::vector<ClientScript> clients(const Chosen& workload, std::uint64_t seed) const override {
    return clients_of(workload.as<Workload>(), *model_, seed);
  }
  std::vector<ClientScript> silent_clients(const Chosen& workload) const override {
    return written::silent_clients(workload.as<Workload>());
  }
  std::string_view clients_key() const override { return "actors"; }
  SimTime expected_end(const Chosen& workload) const override { return written::expected_end(workload.as<Workload>()); }
  std::optional<sim::StagedLoad> staged_load(const Chosen& workload) const override {
    return written::staged_load(workload.as<Workload>());
  }
  std::uint64_t expected_intents(const Chosen& workload) const override {
    return written::expected_intents(workload.as<Workload>());
  }
  bool asks_views(const Chosen& workload) const override {
    return std::ranges::any_of(workload.as<Workload>().actors, [](const Actor& each) { return !each.looks.empty(); });
  }
  std::string_view several_states_in(const Chosen& workload) const override {
    const bool any = std::ranges::any_of(workload.as<Workload>().actors, [&](const Actor& each) {
      return std::ranges::any_of(all_that_is_done(each), [&](const std::string& does) {
        const Result<Deed, ActorProblem> deed = compile(actor_with(each, does), *model_);
        return deed && deed->together;
      });
    });
    return any ? "actors" : "";
  }

  std::vector<std::string> given_commands(const sim::WorkloadSpec& workload) const override {
    std::set<std::size_t> services;
    if (!workload.script) {
      for (const Actor& actor : workload.generated.as<Workload>().actors) add_services_of(actor, services);
    } else {
      for (const sim::ScriptStep& step : *workload.script) {
        const auto service = model_->service_of(step.intent.stream.category());
        if (service) services.insert(*service);
        const auto* acts = dynamic_cast<const LookAndAct*>(step.intent.on_sight.rule.get());
        if (acts) add_services_of(acts->actor(), services);
      }
    }
    std::vector<std::string> names;
    for (const std::size_t each : services) names.push_back(model_->services[each].name + "-tracker");
    return names;
  }

  std::vector<std::string> files(const Chosen& workload) const override {
    std::vector<std::string> files;
    for (const Actor& actor : workload.as<Workload>().actors) {
      if (actor.import) files.push_back(actor.import.path);
      if (sim::has_file(actor.arrivals)) files.push_back(actor.arrivals.recorded->path);
    }
    return files;
  }
  Chosen with_files(Chosen workload, const std::vector<std::string>& names) const override {
    std::size_t n = 0;
    for (Actor& actor : workload.edit<Workload>().actors) {
      if (actor.import) actor.import.path = names[n++];
      if (sim::has_file(actor.arrivals)) actor.arrivals.recorded->path = names[n++];
    }
    return workload;
  }

  std::function<bool(const sim::Script&)> what_could_be_said(const sim::WorkloadSpec& workload,
                                                             const sim::Script& script) const override {
    return written::what_could_be_said(model_, workload, script);
  }

  /// Actors that only look; what the others do is what is judged.
  std::vector<std::string> parts(const Chosen& workload) const override {
    std::vector<std::string> parts;
    for (const Actor& actor : workload.as<Workload>().actors) {
      if (actor.does.empty() && !actor.import) parts.push_back(std::string(actors_part) + actor.name);
    }
    return parts;
  }
  Chosen without_part(Chosen workload, std::string_view part) const override {
    if (!part.starts_with(actors_part)) return workload;
    part.remove_prefix(actors_part.size());
    std::erase_if(workload.edit<Workload>().actors, [&](const Actor& actor) { return actor.name == part; });
    return workload;
  }

  sim::DomainFacts facts(const Chosen&) const override { return facts_of(*model_); }

  std::vector<sim::ScenarioWarning> warnings(const sim::Scenario& scenario) const override {
    std::vector<sim::ScenarioWarning> warnings;
    if (!scenario.workload.script && scenario.workload.generated.as<Workload>().actors.empty()) {
      warnings.push_back({"workload.actors", "nobody comes: nothing will happen"});
    }
    const auto add = [&](const std::vector<sim::ScenarioWarning>& more) {
      warnings.insert(warnings.end(), more.begin(), more.end());
    };
    if (!scenario.workload.script) {
      warn_of_unsent(scenario, warnings);
      add(without_effect(scenario.workload.generated.as<Workload>(), *model_));
    }
    for (const Entity& entity : model_->entities) {
      if (entity.commands.empty() && !entity.by_reaction) {
        warnings.push_back({"domain.entities." + entity.name, "no command changes it"});
      }
    }
    add(without_effect(*model_));
    return warnings;
  }

 private:
  /// Those that its commands are for.
  void add_services_of(const Actor& actor, std::set<std::size_t>& services) const {
    for (const std::string& does : all_that_is_done(actor)) {
      const Result<Deed, ActorProblem> deed = compile(actor_with(actor, does), *model_);
      if (!deed) continue;
      for (const Effect& each : deed->commands) {
        if (each.service) services.insert(*each.service);
      }
    }
  }

  void warn_of_unsent(const sim::Scenario& scenario, std::vector<sim::ScenarioWarning>& warnings) const {
    constexpr std::uint64_t counted_max = 200'000;
    const auto& workload = scenario.workload.generated.as<Workload>();
    if (written::expected_intents(workload) > counted_max) return;
    for (std::size_t i = 0; i < workload.actors.size(); ++i) {
      const std::uint64_t unsent = unsent_by(i, workload, *model_, scenario.seed);
      if (unsent == 0) continue;
      warnings.push_back({"workload.actors." + workload.actors[i].name,
                          fmt::format("{} of its commands would name one state twice, and {} not sent", unsent,
                                      unsent == 1 ? "is" : "are")});
    }
  }

  std::shared_ptr<const Model> model_;
};

/// The file that stands in the place of a business; nothing, with a problem, where it can't be read.
std::optional<YamlNode> read_file(const YamlEntry& entry, Reader& reader) {
  const Reader::Step step(reader, "file");
  const auto refuse = [&](const std::string& why) {
    reader.fail_here(entry.value.at, why);
    return std::nullopt;
  };
  const Result<sim::FileBeside, std::string> beside = sim::file_beside(reader, entry.value, sim::YamlLimits{}.bytes);
  if (!beside) return refuse(beside.error());
  Result<YamlNode, sim::TextProblem> node = sim::parse_yaml(beside->text);
  if (!node) {
    return refuse(fmt::format("{}:{}:{}: {}", entry.value.text, node.error().at.line, node.error().at.column,
                              node.error().message));
  }
  return std::move(*node);
}

std::shared_ptr<const Model> read_model(const YamlNode& node, Reader& reader) {
  std::shared_ptr<const Model> model = read_domain(node, reader);
  if (!model || std::ranges::find(domain_names, model->name) == domain_names.end()) return model;
  const YamlEntry* name = node.find("name");
  reader.fail_here(name->value.at,
                   fmt::format("{} is a domain that the program has: call yours otherwise", model->name));
  return nullptr;
}

}  // namespace
}  // namespace crisper::written

namespace crisper::sim {

OwnDomain read_own_domain(const YamlNode& node, Reader& reader) {
  const YamlEntry* file = node.find("file");
  if (file && node.entries.size() > 1) {
    reader.fail_here(file->at, "'file' stands alone: the business is in that file");
    return {};
  }
  if (!file) {
    const std::shared_ptr<const written::Model> model = written::read_model(node, reader);
    if (!model) return {};
    return {.entry = std::make_shared<written::WrittenEntry>(model), .written = std::make_shared<YamlNode>(node)};
  }
  const std::optional<YamlNode> content = written::read_file(*file, reader);
  if (!content) return {};
  Reader inside(reader.directory(), reader.vocabulary());
  if (const YamlEntry* other = content->find("file")) inside.fail(other->at, "the file names another file");
  const std::shared_ptr<const written::Model> model = inside.ok() ? written::read_model(*content, inside) : nullptr;
  if (!model) {
    const Reader::Step step(reader, "file");
    const TextProblem problem = inside.problem().value_or(TextProblem{{1, 1}, "the file is empty"});
    reader.fail_here(file->value.at, fmt::format("{}:{}:{}: {}", file->value.text, problem.at.line, problem.at.column,
                                                 problem.message));
    return {};
  }
  return {.entry = std::make_shared<written::WrittenEntry>(model), .written = std::make_shared<YamlNode>(*content)};
}

Grammar own_domain_grammar() { return written::domain_grammar(); }

Grammar own_workload_grammar() {
  Grammar workload = written::workload_format(std::make_shared<written::Model>())->grammar({});
  std::erase_if(workload.fields, [](const GrammarField& field) { return field.key == "script"; });
  return workload;
}

std::string_view own_domain_starter() { return written::starter_scenario; }

Result<std::string, TextProblem> own_domain_skeleton(std::string_view asyncapi) {
  const Result<YamlNode, TextProblem> document = parse_yaml(asyncapi);
  if (!document) return failure(document.error());
  return written::skeleton_of_asyncapi(*document);
}

Result<std::string, std::string> own_domain_skeleton_of_catalog(std::string_view title,
                                                                const std::vector<CatalogFile>& files) {
  const Result<YamlNode, std::string> document = written::asyncapi_of_catalog(title, files);
  if (!document) return failure(document.error());
  Result<std::string, TextProblem> skeleton = written::skeleton_of_asyncapi(*document, "an EventCatalog");
  if (!skeleton) return failure(skeleton.error().message);
  return std::move(*skeleton);
}

}  // namespace crisper::sim
