#include "core/domain/written/written_domain.hpp"

#include <algorithm>

#include "core/domain/written/decider.hpp"
#include "core/domain/written/deductions.hpp"
#include "core/domain/written/service.hpp"

namespace crisper::written {
namespace {

std::string processor_name(const Service& service) { return service.name + "-processor"; }

/// Whether an argument of the event is computed from what is countable: then it tells a number that was true when it
/// was decided, and means something else where the event comes later.
bool tells(const Entity& entity, const MessageShape& event, const Field& counted) {
  return std::ranges::any_of(entity.commands, [&](const Command& command) {
    return std::ranges::any_of(command.cases, [&](const Case& each) {
      return std::ranges::any_of(each.events, [&](const Made& made) {
        return made.shape == &event && std::ranges::any_of(made.arguments, [&](const Code& code) {
                 return reads(code, counted.shape, counted.slot);
               });
      });
    });
  });
}

/// The sum of its changes, if they are changes of one item by what the event itself says.
std::optional<CountChange> sum_of(const std::vector<Assignment>& changes, const Field& counted,
                                  const std::vector<Value>& said) {
  std::optional<CountChange> total;
  Frame frame{.locals = said.data()};
  for (const Assignment& each : changes) {
    if (each.shape != counted.shape || each.slot != counted.slot) continue;
    if (each.how != Assignment::How::add || reads_state(each.value) || reads_state(each.key)) return std::nullopt;
    const auto item = static_cast<std::uint64_t>(each.key.empty() ? 0 : compute(each.key, frame));
    if (!total) total = CountChange{.item = item};
    const Value change = compute(each.value, frame);
    const bool overflows = __builtin_add_overflow(total->change, change, &total->change);
    if (total->item != item || overflows || frame.spoilt) return std::nullopt;
  }
  return total.value_or(CountChange{});
}

/// What an event does to what is countable.
std::optional<CountChange> count(const Model& model, std::size_t entity, const Message* message) {
  const WrittenMessage* said = written_in(message);
  const Entity& here = model.entities[entity];
  const Field& counted = here.fields[*here.counts];
  for (const Event& event : here.events) {
    if (!said || !is_of(message, *event.shape) || tells(here, *event.shape, counted)) continue;
    return sum_of(event.changes, counted, said->values());
  }
  return std::nullopt;
}

bool is_same(const MergesWith& with, const WrittenMessage& decided, const WrittenMessage& stored) {
  if (with.unless_same.empty()) return false;
  return std::ranges::all_of(with.unless_same, [&](const auto& places) {
    return decided.values()[places.first] == stored.values()[places.second];
  });
}

/// Whether an event of this entity may stand behind another.
bool merge(const Entity& entity, const Overtaken& pair) {
  const WrittenMessage* decided = written_in(pair.decided.get());
  const WrittenMessage* stored = written_in(pair.stored.get());
  if (!decided || !stored) return false;
  const auto event = std::ranges::find_if(
      entity.events, [&](const Event& each) { return is_of(pair.decided.get(), *each.shape); });
  return event != entity.events.end() && std::ranges::any_of(event->merges, [&](const MergesWith& with) {
           return is_of(pair.stored.get(), *with.stored) && !is_same(with, *decided, *stored);
         });
}

ProcessSpec spec(std::string name, std::string role, ProcessFactory factory) {
  return {.name = std::move(name),
          .role = std::move(role),
          .factory = std::move(factory),
          .turns = TurnPolicy::reentrant,
          .mailbox = {},
          .host = {}};
}

}  // namespace

std::string WrittenDomain::category_name(StreamCategory category) const {
  const std::size_t number = category.value;
  if (const auto service = model_->service_of(category)) return model_->services[*service].name;
  if (number == 0 || number > model_->ids.size()) return "stream" + std::to_string(category.value);
  return model_->ids[number - 1].name;
}

std::optional<StreamWords> WrittenDomain::stream_words(StreamCategory category) const {
  const std::size_t number = category.value;
  return number == 0 || number > model_->ids.size() ? std::nullopt : model_->ids[number - 1].told;
}

void WrittenDomain::register_deciders(Dispatcher& dispatcher) const {
  for (std::size_t i = 0; i < model_->entities.size(); ++i) {
    if (model_->entities[i].by_reaction) continue;  // nobody decides there
    dispatcher.add(model_->category_of_entity(i), std::make_shared<WrittenDecider>(model_, i));
  }
}

Counting WrittenDomain::counting() const {
  const bool any = std::ranges::any_of(model_->entities, [](const Entity& each) { return each.counts.has_value(); });
  if (!any) return {};
  return [model = model_](StreamId stream, const Payload& event) -> std::optional<CountChange> {
    for (std::size_t i = 0; i < model->entities.size(); ++i) {
      if (model->entities[i].counts && model->category_of_entity(i) == stream.category()) {
        return count(*model, i, event.get());
      }
    }
    return std::nullopt;
  };
}

Merging WrittenDomain::merging() const {
  const auto says_any = [](const Entity& entity) {
    return std::ranges::any_of(entity.events, [](const Event& each) { return !each.merges.empty(); });
  };
  if (std::ranges::none_of(model_->entities, says_any)) return {};
  return [model = model_](StreamId stream, const Overtaken& pair) {
    for (std::size_t i = 0; i < model->entities.size(); ++i) {
      if (model->category_of_entity(i) == stream.category()) return merge(model->entities[i], pair);
    }
    return false;
  };
}

void WrittenDomain::register_messages(MessageCatalog& catalog) const {
  for (const MessageShape& shape : model_->shapes) {
    if (shape.is_event) add_to_catalog(catalog, *model_, shape);
  }
}

std::vector<std::shared_ptr<const ProjectionDefinition>> WrittenDomain::projections() const {
  std::vector<std::shared_ptr<const ProjectionDefinition>> all;
  for (std::size_t i = 0; i < model_->views.size(); ++i) all.push_back(std::make_shared<WrittenView>(model_, i));
  return all;
}

std::vector<std::shared_ptr<const SagaDefinition>> WrittenDomain::sagas() const {
  std::vector<std::shared_ptr<const SagaDefinition>> all;
  for (std::size_t i = 0; i < model_->processes.size(); ++i) all.push_back(std::make_shared<WrittenProcess>(model_, i));
  return all;
}

std::vector<std::shared_ptr<const Reaction>> WrittenDomain::reactions() const {
  std::vector<std::shared_ptr<const Reaction>> all;
  for (std::size_t i = 0; i < model_->reactions.size(); ++i) {
    all.push_back(std::make_shared<WrittenReaction>(model_, i));
  }
  return all;
}

std::map<std::string, ProcessId> WrittenDomain::add_services(System& system, ProcessId command_store) const {
  std::map<std::string, ProcessId> services;
  for (std::size_t i = 0; i < model_->services.size(); ++i) {
    const std::string& name = model_->services[i].name;
    const ProcessId processor = system.add(spec(processor_name(model_->services[i]), "external", [model = model_, i] {
      return std::make_unique<ServiceProcessor>(model, i);
    }));
    services[name] =
        system.add(spec(name + "-tracker", name + "-tracker", [model = model_, i, processor, command_store] {
          return std::make_unique<ServiceTracker>(model, i, processor, command_store);
        }));
  }
  return services;
}

bool WrittenDomain::can_strike(OutsideFault fault, std::string_view process) const {
  if (fault != OutsideFault::reject) return true;
  const auto service = std::ranges::find_if(
      model_->services, [&](const Service& each) { return processor_name(each) == process; });
  // What can't be told as refused is never refused.
  return service != model_->services.end() &&
         std::ranges::any_of(service->requests, [](const Request& each) { return each.refused.has_value(); });
}

std::map<StreamCategory, std::string> WrittenDomain::effects() const {
  std::map<StreamCategory, std::string> effects;
  for (std::size_t i = 0; i < model_->services.size(); ++i) {
    effects[model_->category_of_service(i)] = model_->services[i].name;
  }
  return effects;
}

}  // namespace crisper::written
