#include "core/domain/written/declarations.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "core/domain/written/scope.hpp"

namespace crisper::written {
namespace {

std::optional<Type> find_type(std::string_view name, const Model& model) {
  if (name == "number") return number_type;
  if (name == "flag") return flag_type;
  for (std::size_t i = 0; i < model.ids.size(); ++i) {
    if (model.ids[i].name == name) return Type{Kind::id, static_cast<std::uint16_t>(i)};
  }
  for (std::size_t i = 0; i < model.enumerations.size(); ++i) {
    if (model.enumerations[i].name == name) return Type{Kind::word, static_cast<std::uint16_t>(i)};
  }
  return std::nullopt;
}

std::vector<std::string> type_names(const Model& model) {
  std::vector<std::string> names{"number", "flag", "set", "map"};
  for (const IdKind& id : model.ids) names.push_back(id.name);
  for (const Enumeration& each : model.enumerations) names.push_back(each.name);
  return names;
}

Type read_type(Cursor& cursor, const Model& model) {
  const Token word = cursor.peek();
  if (cursor.expect_word("a type").empty()) return {};
  const std::optional<Type> type = find_type(word.text, model);
  if (!type) {
    cursor.fail(word.at,
                "no type is called '" + std::string(word.text) + "'; an id stands in 'ids', a list of words in 'enums'",
                std::string(word.text), type_names(model));
  }
  return type.value_or(Type{});
}

Value read_whole(Cursor& cursor) {
  const bool negative = cursor.take("-");
  if (cursor.peek().kind != Token::Kind::number) {
    cursor.fail_here("expected a whole number, and " + cursor.found());
    return 0;
  }
  const Value value = cursor.take().value;
  return negative ? -value : value;
}

bool is_number_here(const Cursor& cursor) {
  return cursor.peek().kind == Token::Kind::number ||
         (cursor.peek().is("-") && cursor.peek(1).kind == Token::Kind::number);
}

void read_bounds(Cursor& cursor, Field& field) {
  const std::size_t at = cursor.peek().at;
  field.low = read_whole(cursor);
  cursor.expect("..");
  field.high = read_whole(cursor);
  if (field.low > field.high) cursor.fail(at, "the first bound is above the second");
}

void read_value_type(Cursor& cursor, const Model& model, Field& field) {
  if (is_number_here(cursor)) return read_bounds(cursor, field);
  field.type = read_type(cursor, model);
}

void read_first(Cursor& cursor, const Model& model, Field& field) {
  const Scope scope{.model = &model, .locals = {}};
  const std::size_t at = cursor.peek().at;
  const Expression first = read_expression(cursor, scope, &field.type);
  if (!cursor.ok()) return;
  Frame frame;
  field.first = compute(first.code, frame);
  if (frame.spoilt) return cursor.fail(at, "this has no value");
  if (field.first < field.low || field.first > field.high) cursor.fail(at, "the first value is beyond the bounds");
}

Field read_field(Cursor& cursor, const Model& model) {
  Field field;
  if (cursor.take("set")) {
    cursor.expect("of");
    field.shape = Shape::set;
    field.key = read_type(cursor, model);
    return field;
  }
  if (cursor.take("map")) {
    cursor.expect("of");
    field.shape = Shape::map;
    field.key = read_type(cursor, model);
    cursor.expect("to");
    read_value_type(cursor, model, field);
    return field;
  }
  read_value_type(cursor, model, field);
  if (cursor.take("=")) {
    read_first(cursor, model, field);
  } else if (cursor.ok()) {
    field.first = std::clamp(Value{0}, field.low, field.high);
  }
  return field;
}

Signature read_signature(Cursor& cursor, const Model& model) {
  Signature signature;
  const std::size_t at = cursor.peek().at;
  signature.name = cursor.expect_word("a name");
  if (cursor.ok() && !is_name(signature.name)) cursor.fail(at, "'" + signature.name + "' is a word of the language");
  if (!cursor.take("(")) return signature;
  while (cursor.ok() && !cursor.peek().is(")")) {
    if (!signature.parameters.empty()) cursor.expect(",");
    const Token word = cursor.peek();
    Parameter parameter{.name = std::string(cursor.expect_word("the name of an argument")), .type = {}};
    if (cursor.ok() && !is_name(parameter.name))
      cursor.fail(word.at, "'" + parameter.name + "' is a word of the language");
    const bool is_typed = !cursor.peek().is(",") && !cursor.peek().is(")");
    parameter.type = is_typed ? read_type(cursor, model) : find_type(parameter.name, model).value_or(number_type);
    if (std::ranges::find(signature.parameters, parameter.name, &Parameter::name) != signature.parameters.end()) {
      cursor.fail(word.at, "two arguments are called '" + parameter.name + "'");
    }
    signature.parameters.push_back(std::move(parameter));
    if (signature.parameters.size() > 16) cursor.fail(word.at, "at most 16 arguments");
  }
  cursor.expect(")");
  return signature;
}

}  // namespace

Parsed<Signature> parse_signature(std::string_view line, const Model& model) {
  return read_line<Signature>(line, [&](Cursor& cursor) { return read_signature(cursor, model); });
}

Parsed<Field> parse_field(std::string_view name, std::string_view line, const Model& model) {
  Parsed<Field> field = read_line<Field>(line, [&](Cursor& cursor) { return read_field(cursor, model); });
  if (field) field->name = name;
  return field;
}

}  // namespace crisper::written
