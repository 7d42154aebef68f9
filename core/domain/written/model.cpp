#include "core/domain/written/model.hpp"

#include <algorithm>

namespace crisper::written {

std::optional<std::size_t> Model::find_entity(std::string_view entity) const {
  const auto found = std::ranges::find(entities, entity, &Entity::name);
  if (found == entities.end()) return std::nullopt;
  return static_cast<std::size_t>(found - entities.begin());
}

const MessageShape* Model::find_event(std::string_view event) const {
  const auto found =
      std::ranges::find_if(shapes, [&](const MessageShape& shape) { return shape.is_event && shape.name == event; });
  return found == shapes.end() ? nullptr : &*found;
}

const MessageShape* Model::find_command(std::size_t entity, std::string_view command) const {
  const auto found = std::ranges::find_if(shapes, [&](const MessageShape& shape) {
    return !shape.is_event && shape.entity == entity && shape.name == command;
  });
  return found == shapes.end() ? nullptr : &*found;
}

std::optional<std::size_t> Service::find_request(std::string_view request) const {
  const auto found = std::ranges::find_if(requests, [&](const Request& each) { return each.shape.name == request; });
  if (found == requests.end()) return std::nullopt;
  return static_cast<std::size_t>(found - requests.begin());
}

StreamCategory Model::category_of_entity(std::size_t entity) const {
  for (std::size_t i = 0; i < ids.size(); ++i) {
    if (ids[i].entity == entity) return category_of(i);
  }
  return StreamCategory{255};
}

std::optional<std::size_t> Model::service_of(StreamCategory category) const {
  if (category.value <= ids.size() || category.value > ids.size() + services.size()) return std::nullopt;
  return category.value - ids.size() - 1;
}

std::string Model::text_of(Type type, Value value) const {
  if (type.kind == Kind::flag) return value != 0 ? "true" : "false";
  if (type.kind == Kind::word) {
    const std::vector<std::string>& words = enumerations[type.of].words;
    if (value >= 0 && static_cast<std::size_t>(value) < words.size()) return words[static_cast<std::size_t>(value)];
  }
  return std::to_string(value);
}

std::string Model::call(Type type, Value value) const {
  if (type.kind != Kind::id) return text_of(type, value);
  const IdKind& kind = ids[type.of];
  const std::uint64_t number = StreamId::of(category_of(type.of), static_cast<std::uint64_t>(value)).number();
  return kind.told ? kind.told->of(number) : kind.name + "-" + std::to_string(number);
}

std::string Model::tell(const Sentence& sentence, Frame frame, std::optional<std::size_t> unknown) const {
  std::string text = sentence.words.empty() ? std::string() : sentence.words.front();
  for (std::size_t i = 0; i < sentence.values.size(); ++i) {
    const auto& [code, type] = sentence.values[i];
    frame.spoilt = false;
    const Value value = compute(code, frame);
    const bool is_unknown = unknown && reads_local(code, *unknown);
    text += is_unknown ? "the " + ids[type.of].name : frame.spoilt ? "?" : call(type, value);
    text += sentence.words[i + 1];
  }
  return text;
}

std::string Model::type_name(Type type) const {
  switch (type.kind) {
    case Kind::number:
      return "a number";
    case Kind::flag:
      return "yes or no";
    case Kind::id:
      return "the number of a " + ids[type.of].name;
    case Kind::word:
      return "one of " + enumerations[type.of].name;
  }
  return "";
}

}  // namespace crisper::written
