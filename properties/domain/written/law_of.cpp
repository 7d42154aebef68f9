#include "properties/domain/written/law_of.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <limits>

#include "core/base/assert.hpp"
#include "core/domain/written/message.hpp"

namespace crisper::written {

const Model& model_of(const properties::PropertySetup& setup) {
  const auto* domain = dynamic_cast<const WrittenDomain*>(setup.domain);
  CRISPER_ASSERT(domain != nullptr, "a written law is judged of the business that it was written for");
  return domain->model();
}

std::optional<std::size_t> entity_of(const Model& model, StreamId stream) {
  const std::size_t number = stream.category().value;
  if (number == 0 || number > model.ids.size()) return std::nullopt;
  return model.ids[number - 1].entity;
}

EntityState* States::take(const Observation& seen) {
  const std::optional<std::size_t> entity = entity_of(model_, seen.stream);
  if (!entity || !written_in(seen.payload)) return nullptr;
  EntityState* state = states_.find(seen.stream);
  if (!state) {
    state = &states_[seen.stream];
    *state = initial_state(model_.entities[*entity]);
  }
  change(model_, *entity, *state, seen.payload);
  return state;
}

WrittenLaw::WrittenLaw(const properties::PropertyInfo& info, const properties::PropertySetup& setup)
    : Property(info, setup), model_(model_of(setup)), law_(*std::ranges::find(model_.laws, info.name, &Law::name)) {}

std::string WrittenLaw::call(Type type, Value value) const {
  if (type.kind != Kind::id) return model_.text_of(type, value);
  return names().stream(StreamId::of(Model::category_of(type.of), static_cast<std::uint64_t>(value)));
}

std::string WrittenLaw::sentence(Frame& frame, const std::string& plain) const {
  const Sentence& says = law_.says;
  if (says.words.empty()) return plain;
  std::string text = says.words.front();
  for (std::size_t i = 0; i < says.values.size(); ++i) {
    text += call(says.values[i].second, compute(says.values[i].first, frame)) + says.words[i + 1];
  }
  return text;
}

std::string WrittenLaw::where(const Message* event) const {
  const WrittenMessage* said = written_in(event);
  if (!said) return {};
  const Entity& entity = model_.entities[said->shape().entity];
  const auto makes = [&](const Case& each) {
    return std::ranges::any_of(each.events, [&](const Made& made) { return made.shape->name == said->shape().name; });
  };
  std::vector<std::string> places;
  for (const Command& command : entity.commands) {
    for (std::size_t i = 0; i < command.cases.size(); ++i) {
      if (!makes(command.cases[i])) continue;
      places.push_back(entity.name + "." + command.shape->name);
      if (command.cases.size() > 1) places.back() += fmt::format(", case {}", i + 1);
    }
  }
  return places.empty() ? std::string() : fmt::format(" ({} of {})", said->shape().name, fmt::join(places, " or "));
}

constexpr Value least = std::numeric_limits<Value>::min(), greatest = std::numeric_limits<Value>::max();

void Aggregates::update(StreamId stream, const EntityState& state) {
  const std::optional<std::size_t> entity = entity_of(model_, stream);
  const Value key = static_cast<Value>(stream.number());
  for (std::size_t i = 0; i < what_.size(); ++i) {
    if (what_[i].outside || what_[i].entity != entity) continue;
    Frame frame{.locals = &key, .state = &state};
    const Value value = compute(what_[i].each, frame);
    Part& part = parts_[i][stream];
    sums_[i] += Wide{value} - part.value;
    spoilt_ += (frame.spoilt ? 1 : 0) - (part.spoilt ? 1 : 0);
    part = {value, frame.spoilt};
  }
}

bool Aggregates::update_outside(const std::string& process, Value of, Value there) {
  bool any = false;
  for (std::size_t i = 0; i < what_.size(); ++i) {
    if (!what_[i].outside || model_.services[*what_[i].outside].name + "-processor" != process) continue;
    there_[i][of] = there;
    any = true;
  }
  return any;
}

std::vector<Value> Aggregates::locals(Value key) const {
  std::vector<Value> locals{key};
  for (std::size_t i = 0; i < what_.size(); ++i) {
    const auto there = there_[i].find(key);
    const Value outside = there == there_[i].end() ? 0 : there->second;
    const auto sum = static_cast<Value>(std::clamp<Wide>(sums_[i], least, greatest));
    locals.push_back(what_[i].outside ? outside : sum);
  }
  return locals;
}

bool Aggregates::have_values() const {
  return spoilt_ == 0 && std::ranges::all_of(sums_, [](Wide sum) { return sum >= least && sum <= greatest; });
}

}  // namespace crisper::written
