#include "sim/domain/written/without_effect.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string>
#include <utility>

namespace crisper::written {
namespace {

/// Who says that something is so at a key of the scenario.
class Warnings {
 public:
  void add(std::string path, std::string message) {
    all_.push_back({.path = std::move(path), .message = std::move(message)});
  }
  std::vector<sim::ScenarioWarning> take() { return std::move(all_); }

 private:
  std::vector<sim::ScenarioWarning> all_;
};

// ---- the business

void look_at_services(const Model& model, Warnings& warnings) {
  for (const Service& service : model.services) {
    const auto may_be_refused = [](const Request& each) { return each.refused.has_value(); };
    const bool says_so = std::ranges::any_of(service.requests, may_be_refused);
    if (says_so || service.refuses == Probability{}) continue;
    warnings.add("domain.services." + service.name + ".refuses",
                 "it never refuses: none of its requests says, under 'refused', what is sent then");
  }
}

/// The events that something makes: a command, an import, a policy or an enricher.
std::set<std::string> events_made(const Model& model) {
  std::set<std::string> made;
  const auto take = [&](const auto& cases) {
    for (const auto& each : cases) {
      for (const Made& event : each.events) made.insert(event.shape->name);
    }
  };
  for (const Entity& entity : model.entities) {
    for (const Command& command : entity.commands) take(command.cases);
  }
  for (const ReactionModel& reaction : model.reactions) {
    for (const ReactionRule& rule : reaction.rules) take(rule.cases);
  }
  return made;
}

std::string_view section_of(ReactionKind kind) {
  if (kind == ReactionKind::receptor) return "receptors.";
  return kind == ReactionKind::enricher ? "enrichers." : "policies.";
}

/// Where an event is declared.
std::string path_of(const Model& model, const MessageShape& event) {
  for (const ReactionModel& reaction : model.reactions) {
    if (reaction.entity != event.entity) continue;
    return fmt::format("domain.{}{}.says", section_of(reaction.kind), reaction.name);
  }
  return "domain.entities." + model.entities[event.entity].name + ".events." + event.name;
}

void look_at_events(const Model& model, Warnings& warnings) {
  const std::set<std::string> made = events_made(model);
  for (const MessageShape& shape : model.shapes) {
    if (!shape.is_event || made.contains(shape.name)) continue;
    const Entity& entity = model.entities[shape.entity];
    // Of an entity without commands one is told already.
    if (entity.commands.empty() && !entity.by_reaction) continue;
    const char* who = entity.by_reaction ? "no case" : "no command";
    warnings.add(path_of(model, shape), fmt::format("{} never happens: {} makes it", shape.name, who));
  }
}

void look_at_memories(const Model& model, Warnings& warnings) {
  for (const ReactionModel& reaction : model.reactions) {
    for (const Field& field : reaction.memory) {
      const auto is_changed = [&](const ReactionRule& rule) {
        return std::ranges::any_of(rule.remembers, [&](const Assignment& each) {
          return each.shape == field.shape && each.slot == field.slot;
        });
      };
      if (std::ranges::any_of(reaction.rules, is_changed)) continue;
      warnings.add(fmt::format("domain.{}{}.memory.{}", section_of(reaction.kind), reaction.name, field.name),
                   "it stays as it is at first: nothing under 'remembers' changes it");
    }
  }
}

void look_at_processes(const Model& model, Warnings& warnings) {
  for (const ProcessModel& process : model.processes) {
    const std::string path = "domain.processes." + process.name;
    const auto is_timeout = [](const StageRule& rule) { return rule.event == nullptr; };
    if (process.within && std::ranges::none_of(process.rules, is_timeout)) {
      warnings.add(path + ".within", "nothing follows when the time is up: no stage has a 'timeout'");
    }
    for (std::size_t i = 0; i < process.stages.size(); ++i) {
      const auto leads_there = [i](const StageRule& rule) { return rule.next == i && rule.stage != i; };
      if (std::ranges::any_of(process.rules, leads_there)) continue;
      const std::string stage = process.ends[i] ? ".ends" : ".stages." + process.stages[i];
      warnings.add(path + stage, fmt::format("no reaction leads to '{}'", process.stages[i]));
    }
  }
}

void look_at_laws(const Model& model, Warnings& warnings) {
  for (const Law& law : model.laws) {
    if (law.claim != Law::Claim::sometimes || law.says.words.empty()) continue;
    warnings.add("domain.laws." + law.name + ".says",
                 "nobody reads it: what is so at some time is never broken, and a sentence tells what is");
  }
}

// ---- who comes

/// Whether somebody's commands, looks or condition say this, which stands in `with`.
bool is_said(const Actor& actor, std::size_t place, const Model& model) {
  if (actor.with[place].name == actor.each) return true;
  return std::ranges::any_of(all_that_is_done(actor), [&](const std::string& does) {
    const Result<Deed, ActorProblem> deed = compile(actor_with(actor, does), model);
    return deed && says(*deed, place);
  });
}

/// Keys of an actor that come to nothing beside this one: what says in another way when it comes.
void look_at_pace(const Actor& actor, const std::string& path, Warnings& warnings) {
  if (is_timetable(actor) || actor.import) return;  // refused where it is read
  const bool once = !actor.each.empty();
  const Actor usual;
  if (!once && !actor.think) {
    if (actor.arrivals.kind != sim::ArrivalKind::burst || actor.rate == usual.rate) return;
    return warnings.add(path + ".rate", "it counts for nothing: bursts have their own sizes and gaps");
  }
  const std::string why = once ? "it acts once for each when the run begins" : "it comes again when it has thought";
  const auto tell = [&](const char* key, bool is_given) {
    if (is_given) warnings.add(path + key, "it counts for nothing: " + why);
  };
  tell(".rate", actor.rate != usual.rate);
  tell(".arrivals", actor.arrivals != usual.arrivals);
  tell(".think", once && actor.think.has_value());
  tell(".count", once && actor.count.has_value());
}

}  // namespace

std::vector<sim::ScenarioWarning> without_effect(const Model& model) {
  Warnings warnings;
  look_at_events(model, warnings);
  look_at_services(model, warnings);
  look_at_memories(model, warnings);
  look_at_processes(model, warnings);
  look_at_laws(model, warnings);
  return warnings.take();
}

std::vector<sim::ScenarioWarning> without_effect(const Workload& workload, const Model& model) {
  Warnings warnings;
  for (const Actor& actor : workload.actors) {
    const std::string path = "workload.actors." + actor.name;
    look_at_pace(actor, path, warnings);
    const bool acts = !actor.does.empty() || actor.import;
    if (actor.look_ahead > Duration::zero() && (actor.looks.empty() || !acts)) {
      warnings.add(path + ".look_ahead", "it goes with 'looks' and 'does': how long before it acts it looks");
    }
    for (std::size_t i = 0; i < actor.with.size(); ++i) {
      if (is_said(actor, i, model)) continue;
      warnings.add(path + ".with." + actor.with[i].name, "nothing that it does or looks at says it");
    }
  }
  return warnings.take();
}

}  // namespace crisper::written
