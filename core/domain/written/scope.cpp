#include "core/domain/written/scope.hpp"

#include <utility>

namespace crisper::written {

std::vector<std::string> Scope::names() const {
  std::vector<std::string> names;
  for (const Parameter& local : locals) names.push_back(local.name);
  for (const Field& field : fields()) names.push_back(field.name);
  if (law) {
    for (const Entity& each : model->entities) names.push_back(each.name);
  }
  for (const auto& [name, value] : model->constants) names.push_back(name);
  for (const Enumeration& each : model->enumerations) names.insert(names.end(), each.words.begin(), each.words.end());
  return names;
}

const Field* read_field_name(Cursor& cursor, const std::string& whose, const std::vector<Field>& fields,
                             std::string_view expected) {
  const Token word = cursor.peek();
  if (cursor.expect_word(expected).empty()) return nullptr;
  std::vector<std::string> near;
  for (const Field& field : fields) {
    if (field.name == word.text) return &field;
    near.push_back(field.name);
  }
  cursor.fail(word.at, whose + " has no '" + std::string(word.text) + "'", std::string(word.text), std::move(near));
  return nullptr;
}

const Field* read_part_name(Cursor& cursor, const Entity& entity) {
  return read_field_name(cursor, entity.name, entity.fields, "a part of the state of " + entity.name);
}

const Field* read_table_name(Cursor& cursor, const Scope& scope) {
  std::optional<std::size_t> entity = scope.entity;
  const Token word = cursor.peek();
  if (scope.law) {
    entity = scope.model->find_entity(word.text);
    if (!entity) {
      cursor.fail_here("expected the name of an entity");
      return nullptr;
    }
    scope.law->subject = scope.law->subject.value_or(*entity);
    if (*scope.law->subject != *entity) cursor.fail_here("a law speaks of one kind of entity at a time");
    cursor.take();
    cursor.expect(".");
  }
  if (!entity && !scope.memory) {
    cursor.fail_here("nothing has a set or a map here");
    return nullptr;
  }
  const std::string whose = std::string("the ") + scope.memory_name;
  const Field* field = scope.memory ? read_field_name(cursor, whose, *scope.memory, "a part of the state of " + whose)
                                    : read_part_name(cursor, scope.model->entities[*entity]);
  if (field && field->shape == Shape::single) {
    cursor.fail(word.at, field->name + " is one value, not a set or a map");
    return nullptr;
  }
  return field;
}

}  // namespace crisper::written
