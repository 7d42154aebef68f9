#include "sim/domain/written/facts.hpp"

#include <algorithm>
#include <string>

namespace crisper::written {
namespace {

class Facts {
 public:
  explicit Facts(const Model& model) : model_(model) {}

  sim::DomainFacts all() {
    for (const Entity& entity : model_.entities) decisions(entity);
    for (const ReactionModel& each : model_.reactions) {
      for (const ReactionRule& rule : each.rules) cases(each.name, rule);
      if (each.looks) link(each.name, model_.views[each.looks->view].name);
    }
    for (const ProcessModel& process : model_.processes) stages(process);
    for (const Service& service : model_.services) answers(service);
    return std::move(facts_);
  }

 private:
  /// An event's own name. What else is called like another thing is called as a script calls it: show.hold.
  std::string name_of(const MessageShape& shape, std::string_view whose) const {
    if (shape.is_event) return shape.name;
    const auto is_called_so = [&](const MessageShape& each) { return each.name == shape.name; };
    auto called_so = std::ranges::count_if(model_.shapes, is_called_so);
    for (const Service& service : model_.services) {
      called_so += std::ranges::count_if(service.requests, is_called_so, &Request::shape);
    }
    return called_so == 1 ? shape.name : std::string(whose) + "." + shape.name;
  }
  std::string name_of(const Effect& effect) const {
    return name_of(*effect.what.shape,
                   effect.service ? model_.services[*effect.service].name : model_.entities[effect.entity].name);
  }

  void decisions(const Entity& entity) {
    for (const Command& command : entity.commands) {
      const std::string from = name_of(*command.shape, entity.name);
      for (const Case& each : command.cases) {
        for (const Made& made : each.events) facts_.flow.push_back({entity.name, from, made.shape->name});
      }
      if (only_looks(command.shape->name)) facts_.looks.push_back(command.shape->name);
    }
  }

  /// Whether no command of this name changes anything, and the state says whether one is rejected.
  bool only_looks(std::string_view name) const {
    bool any_rejects = false, any_reads = false;
    for (const Entity& entity : model_.entities) {
      for (const Command& command : entity.commands) {
        if (command.shape->name != name) continue;
        for (const Case& each : command.cases) {
          if (!each.events.empty()) return false;
          any_rejects = any_rejects || !each.rejection.empty();
          any_reads = any_reads || reads_state(each.when);
        }
      }
    }
    return any_rejects && any_reads;
  }

  void reaction(const std::string& by, const MessageShape* event, const std::vector<Effect>& effects) {
    for (const Effect& effect : effects) {
      facts_.flow.push_back({by, event->name, name_of(effect)});
      if (effect.service) link(by + "-relay", model_.services[*effect.service].name + "-tracker");
    }
  }

  void cases(const std::string& by, const ReactionRule& rule) {
    for (const ReactionCase& each : rule.cases) {
      reaction(by, rule.event, each.effects);
      for (const Made& made : each.events) facts_.flow.push_back({by, rule.event->name, made.shape->name});
    }
  }

  /// What comes of a time limit comes of the events that led to the stage in which it passed.
  void stages(const ProcessModel& process) {
    for (const StageRule& rule : process.rules) {
      if (rule.event) {
        reaction(process.name, rule.event, rule.effects);
        continue;
      }
      for (const StageRule& before : process.rules) {
        if (before.event && before.next == rule.stage) reaction(process.name, before.event, rule.effects);
      }
    }
  }

  void answers(const Service& service) {
    const std::string tracker = service.name + "-tracker", processor = service.name + "-processor";
    link(tracker, processor);
    for (const Request& request : service.requests) {
      for (const std::optional<Effect>* answer : {&request.accepted, &request.refused}) {
        if (!*answer) continue;
        facts_.flow.push_back({tracker, name_of(request.shape, service.name), name_of(**answer)});
        link(tracker, "command-store");
      }
    }
    if (!service.idempotent) {
      facts_.forgetful.push_back({processor, tracker, "domain.services." + service.name + ".idempotent"});
    }
  }

  void link(const std::string& from, const std::string& to) {
    const auto same = [&](const sim::DomainFacts::Link& each) { return each.from == from && each.to == to; };
    if (std::ranges::none_of(facts_.links, same)) facts_.links.push_back({from, to});
  }

  const Model& model_;
  sim::DomainFacts facts_;
};

}  // namespace

sim::DomainFacts facts_of(const Model& model) { return Facts(model).all(); }

}  // namespace crisper::written
