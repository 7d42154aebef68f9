#include "sim/scenario/schema.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "sim/domain/own_domain.hpp"
#include "sim/scenario/section_formats.hpp"
#include "sim/scenario/yaml_tree.hpp"

namespace crisper::sim {
namespace {

using Json = nlohmann::ordered_json;

Json schema_of(const Grammar& grammar);

/// A default as JSON: numbers as numbers, everything else as it would be written.
Json default_of(const GrammarField& field) {
  const auto node = parse_yaml(field.initial);
  if (!node || !node->is_scalar()) {
    return node && node->is_list() ? Json::array() : node && node->is_map() ? Json::object() : Json();
  }
  const Json number = Json::parse(node->text, nullptr, false);
  return number.is_number() ? number : Json(node->text);
}

std::string description_of(const GrammarField& field) {
  std::string text = field.doc;
  if (!field.when.empty()) text += "\nCounts with " + field.when + ".";
  for (const GrammarChoice& choice : field.value.choices) text += "\n- " + choice.name + ": " + choice.doc;
  return text;
}

Json record_of(const Grammar& grammar) {
  Json schema = {{"type", "object"}, {"additionalProperties", false}};
  Json required = Json::array();
  for (const GrammarField& field : grammar.fields) {
    Json value = schema_of(field.value);
    value["description"] = description_of(field);
    if (!field.initial.empty()) {
      const Json initial = default_of(field);
      const bool shown =
          !initial.is_structured() || initial.empty() == (field.initial == "[]" || field.initial == "{}");
      if (shown) value["default"] = initial;
    }
    schema["properties"][field.key] = std::move(value);
    if (field.required) required.push_back(field.key);
  }
  if (!required.empty()) schema["required"] = std::move(required);
  return schema;
}

Json schema_of(const Grammar& grammar) {
  switch (grammar.kind) {
    case Grammar::Kind::scalar:
      return Json::parse(grammar.json);
    case Grammar::Kind::choice: {
      Json names = Json::array();
      for (const GrammarChoice& choice : grammar.choices) names.push_back(choice.name);
      return {{"enum", std::move(names)}};
    }
    case Grammar::Kind::record:
      return record_of(grammar);
    case Grammar::Kind::list:
      return {{"type", "array"}, {"items", schema_of(grammar.parts[0])}};
    case Grammar::Kind::map:
      return {{"type", "object"}, {"additionalProperties", schema_of(grammar.parts[0])}};
    case Grammar::Kind::one_of:
      break;
  }
  Json any = Json::array();
  for (const Grammar& part : grammar.parts) any.push_back(schema_of(part));
  return {{"anyOf", std::move(any)}};
}

/// A step of a business of one's own, whose commands no schema of all scenarios can know: what `step`, of any kind,
/// says of its client and its time, and one thing more.
Json own_step(const Json& step) {
  Json own = {{"type", "object"}, {"additionalProperties", {{"type", "object"}}}};
  own["description"] = "a command of a business of your own, written in `domain`: its name, and what goes with it";
  for (const char* key : {"client", "at", "by_clock", "think", "id"}) own["properties"][key] = step["properties"][key];
  own["required"] = {"client"};
  own["propertyNames"] = {{"pattern", "^[A-Za-z_][A-Za-z0-9_-]*([.][A-Za-z_][A-Za-z0-9_]*)?$"}};
  own["minProperties"] = 2;
  own["maxProperties"] = 5;  // who, when, by which clock, with which id; and what
  return own;
}

Json script_of(Json steps) {
  Json part;
  part["properties"]["workload"]["properties"]["script"]["items"]["anyOf"] = std::move(steps);
  return part;
}

/// Which steps there are follows from whose business it is.
void tell_steps_apart(Json& schema) {
  Json& script = schema["properties"]["workload"]["properties"]["script"];
  const Json steps = script["items"]["anyOf"];
  script.erase("items");
  Json own = Json::array({own_step(steps[0])});
  for (const Json& step : steps) {
    if (step["properties"].contains("idle")) own.push_back(step);
  }
  schema["if"]["properties"]["domain"]["type"] = "object";
  schema["if"]["required"] = {"domain"};
  schema["then"] = script_of(std::move(own));
  schema["else"] = script_of(steps);
}

std::string text_of(Json schema) {
  Json whole = {{"$schema", "http://json-schema.org/draft-07/schema#"}, {"title", "Crisper scenario"}};
  whole.update(schema);
  return whole.dump(2) + "\n";
}

}  // namespace

Grammar scenario_grammar(std::string_view domain) {
  Scenario initial;
  initial.domain = domain;
  Grammar whole = scenario_format()->grammar(initial);
  const auto workload = std::ranges::find(whole.fields, "workload", &GrammarField::key);
  Grammar own = own_workload_grammar();
  for (GrammarField& field : own.fields) {
    field.when = "a business of your own, written in `domain`";
    workload->value.fields.push_back(std::move(field));
  }
  return whole;
}

Grammar scenario_grammar_of(const Scenario& scenario) {
  Scenario initial;
  initial.domain = scenario.domain;
  initial.own_domain = scenario.own_domain;
  return scenario_format()->grammar(initial);
}

std::string scenario_schema(std::string_view domain) {
  Json schema = schema_of(scenario_grammar(domain));
  tell_steps_apart(schema);
  return text_of(std::move(schema));
}

std::string scenario_schema_of(const Scenario& scenario) {
  if (!scenario.own_domain) return scenario_schema(scenario.domain);
  return text_of(schema_of(scenario_grammar_of(scenario)));
}

}  // namespace crisper::sim
