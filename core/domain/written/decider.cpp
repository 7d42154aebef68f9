#include "core/domain/written/decider.hpp"

#include "core/message/body.hpp"

namespace crisper::written {
namespace {

struct Box final : AnyState {
  EntityState state;
};

struct SavedEntity {
  CRISPER_BODY(SavedEntity);
  std::vector<std::int64_t> words;
  CRISPER_FIELDS(words)
};

const Command* command_of(const Entity& entity, const MessageShape& shape) {
  for (const Command& command : entity.commands) {
    if (command.shape == &shape) return &command;
  }
  // Of the same business, read once more.
  for (const Command& command : entity.commands) {
    if (command.shape->name == shape.name && command.shape->parameters == shape.parameters) return &command;
  }
  return nullptr;
}

const Event* event_of(const Entity& entity, const MessageShape& shape) {
  for (const Event& event : entity.events) {
    if (event.shape == &shape) return &event;
  }
  for (const Event& event : entity.events) {
    if (event.shape->name == shape.name && event.shape->parameters == shape.parameters) return &event;
  }
  return nullptr;
}

void apply(const Assignment& change, EntityState& state, Frame& frame) {
  const Value key = change.key.empty() ? 0 : compute(change.key, frame);
  Table* table = change.shape == Shape::single ? nullptr : &state.tables[change.slot];
  if (change.how == Assignment::How::insert) return table->set(key, 0);
  if (change.how == Assignment::How::remove) return table->erase(key);
  const Value value = compute(change.value, frame);
  Value& part = table ? table->at(key) : state.singles[change.slot];
  Frame adding;  // what grows too large here spoils nothing that comes behind
  part = change.how == Assignment::How::add ? checked_sum(part, value, adding) : value;
}

}  // namespace

EntityState initial_state(const std::vector<Field>& fields, std::size_t singles, std::size_t tables) {
  EntityState state;
  state.singles.resize(singles);
  state.tables.resize(tables);
  for (const Field& field : fields) {
    if (field.shape == Shape::single) state.singles[field.slot] = field.first;
  }
  return state;
}

EntityState initial_state(const Entity& entity) { return initial_state(entity.fields, entity.singles, entity.tables); }

std::vector<Value> packed(const EntityState& state) {
  std::vector<Value> words = state.singles;
  for (const Table& table : state.tables) {
    words.push_back(static_cast<Value>(table.entries().size()));
    for (const auto& [key, value] : table.entries()) words.insert(words.end(), {key, value});
  }
  return words;
}

void unpack(const std::vector<Value>& words, EntityState& state) {
  auto word = words.begin();
  for (Value& single : state.singles) single = *word++;
  for (Table& table : state.tables) {
    for (Value left = *word++; left > 0; --left, word += 2) table.set(*word, *(word + 1));
  }
}

void apply(const std::vector<Assignment>& changes, EntityState& state, Frame& frame) {
  for (const Assignment& each : changes) apply(each, state, frame);
}

std::vector<Value> compute_all(const std::vector<Code>& arguments, Frame& frame) {
  std::vector<Value> values;
  values.reserve(arguments.size());
  for (const Code& each : arguments) values.push_back(compute(each, frame));
  return values;
}

void change(const Model& model, std::size_t entity, EntityState& state, const Message* message) {
  const WrittenMessage* said = written_in(message);
  const Event* event = said ? event_of(model.entities[entity], said->shape()) : nullptr;
  if (!event) return;
  Frame frame{.locals = said->values().data(), .state = &state};
  apply(event->changes, state, frame);
}

std::unique_ptr<AnyState> WrittenDecider::initial() const {
  auto box = std::make_unique<Box>();
  box->state = initial_state(model_->entities[entity_]);
  return box;
}

Decision WrittenDecider::decide(const AnyState& state, const Payload& command) const {
  const Entity& entity = model_->entities[entity_];
  const WrittenMessage* said = written_in(command.get());
  const Command* rules = said ? command_of(entity, said->shape()) : nullptr;
  if (!rules) return failure(Rejection{"no command of a " + entity.name});
  Frame frame{.locals = said->values().data(), .state = &static_cast<const Box&>(state).state};
  for (const Case& each : rules->cases) {
    const bool fits = each.when.empty() || compute(each.when, frame) != 0;
    if (frame.spoilt) break;
    if (!fits) continue;
    if (!each.rejection.empty()) return failure(Rejection{each.rejection});
    std::vector<Payload> events;
    for (const Made& made : each.events) {
      events.push_back(written_payload(*model_, *made.shape, compute_all(made.arguments, frame)));
    }
    if (frame.spoilt) break;
    return events;
  }
  if (frame.spoilt) return failure(Rejection{"its numbers grow beyond 64 bits, or it divides by zero"});
  return std::vector<Payload>{};
}

void WrittenDecider::evolve(AnyState& state, const Payload& event) const {
  change(*model_, entity_, static_cast<Box&>(state).state, event.get());
}

Payload WrittenDecider::save(const AnyState& state, std::uint32_t) const {
  return Payload::of(SavedEntity{.words = packed(static_cast<const Box&>(state).state)});
}

std::unique_ptr<AnyState> WrittenDecider::restore(const Payload& payload, std::uint32_t) const {
  auto box = std::make_unique<Box>();
  box->state = initial_state(model_->entities[entity_]);
  const auto* saved = payload.as<SavedEntity>();
  if (saved) unpack(saved->words, box->state);
  return box;
}

}  // namespace crisper::written
