// EntityFold of a written business: its own assignments, on values read back from their words.
#include "properties/domain/entity_fold.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "core/domain/written/decider.hpp"
#include "core/domain/written/written_domain.hpp"
#include "properties/domain/written/told_values.hpp"

namespace crisper::written {
namespace {

/// More than these of a set or a map nobody reads in a cell.
constexpr std::size_t entries_told_max = 8;

std::string told(const Model& model, const Field& field, const EntityState& state) {
  if (field.shape == Shape::single) return model.call(field.type, state.singles[field.slot]);
  std::string text = "{";
  std::size_t count = 0;
  const std::vector<Table::Entry>& entries = state.tables[field.slot].entries();
  for (const auto& [key, value] : entries) {
    if (count > 0) text += ", ";
    if (count++ == entries_told_max) {
      text += "and " + std::to_string(entries.size() - entries_told_max) + " more";
      break;
    }
    text += model.call(field.key, key);
    if (field.shape == Shape::map) text += ": " + model.call(field.type, value);
  }
  return text + "}";
}

bool differs(const Field& field, const EntityState& one, const EntityState& other) {
  if (field.shape == Shape::single) return one.singles[field.slot] != other.singles[field.slot];
  return one.tables[field.slot] != other.tables[field.slot];
}

void add(std::string& text, const std::string& name, const std::string& value) {
  if (!text.empty()) text += ", ";
  text += name + " " + value;
}

/// What the event says, where its text says all of it.
std::optional<std::vector<Value>> values_in(std::string_view event, const MessageShape& shape, const Model& model) {
  if (!std::ranges::all_of(told_parameters(shape), [](bool is_told) { return is_told; })) return std::nullopt;
  return told_values(model, shape, event);
}

class WrittenFold final : public properties::EntityFold {
 public:
  explicit WrittenFold(const Model& model) : model_(model) {}

  std::optional<properties::EntityChange> take(StreamId stream, std::string_view event) override {
    if (unknown_.contains(stream)) return std::nullopt;
    const MessageShape* shape = model_.find_event(event.substr(0, event.find('{')));
    const auto values = shape ? values_in(event, *shape, model_) : std::nullopt;
    if (!values || model_.category_of_entity(shape->entity) != stream.category()) {
      unknown_.insert(stream);
      return std::nullopt;
    }
    return changed(stream, *shape, *values);
  }

 private:
  properties::EntityChange changed(StreamId stream, const MessageShape& shape, const std::vector<Value>& values) {
    const Entity& entity = model_.entities[shape.entity];
    EntityState& state = states_.try_emplace(stream, initial_state(entity)).first->second;
    const EntityState before = state;
    const Payload body = written_payload(model_, shape, values);
    change(model_, shape.entity, state, body.get());
    properties::EntityChange made;
    for (const Field& field : entity.fields) {
      const std::string now = told(model_, field, state);
      add(made.whole, field.name, now);
      if (!differs(field, before, state)) continue;
      add(made.before, field.name, told(model_, field, before));
      add(made.after, field.name, now);
    }
    return made;
  }

  const Model& model_;
  std::map<StreamId, EntityState> states_;
  std::set<StreamId> unknown_;
};

}  // namespace
}  // namespace crisper::written

namespace crisper::properties {

std::unique_ptr<EntityFold> entity_fold(const Domain& domain) {
  const auto* own = dynamic_cast<const written::WrittenDomain*>(&domain);
  return own ? std::make_unique<written::WrittenFold>(own->model()) : nullptr;
}

}  // namespace crisper::properties
