#include "tests/sim/scenario/json_schema.hpp"

#include <regex>
#include <set>

namespace crisper::sim {

using nlohmann::json;

json json_of(const YamlNode& node) {
  switch (node.kind) {
    case YamlNode::Kind::null:
      return nullptr;
    case YamlNode::Kind::list: {
      json list = json::array();
      for (const YamlNode& item : node.items) list.push_back(json_of(item));
      return list;
    }
    case YamlNode::Kind::map: {
      json map = json::object();
      for (const YamlEntry& entry : node.entries) map[entry.key] = json_of(entry.value);
      return map;
    }
    case YamlNode::Kind::scalar:
      break;
  }
  if (node.quoted) return node.text;
  const json plain = json::parse(node.text, nullptr, false);
  return plain.is_number() || plain.is_boolean() ? plain : json(node.text);
}

namespace {

bool has_type(const json& value, const std::string& type) {
  if (type == "object") return value.is_object();
  if (type == "array") return value.is_array();
  if (type == "string") return value.is_string();
  if (type == "integer") return value.is_number_integer();
  if (type == "number") return value.is_number();
  return false;
}

std::string object_problem(const json& schema, const json& value, const std::string& path) {
  const json required = schema.value("required", json::array());
  for (const json& key : required) {
    if (!value.contains(key)) return path + ": lacks " + key.get<std::string>();
  }
  const json properties = schema.value("properties", json::object());
  if (value.size() < schema.value("minProperties", std::size_t{0})) return path + ": too few keys";
  if (value.size() > schema.value("maxProperties", ~std::size_t{0})) return path + ": too many keys";
  for (const auto& [key, each] : value.items()) {
    const std::string here = path + "." + key;
    if (schema.contains("propertyNames")) {
      if (std::string problem = schema_problem(schema["propertyNames"], key, here); !problem.empty()) return problem;
    }
    if (properties.contains(key)) {
      if (std::string problem = schema_problem(properties[key], each, here); !problem.empty()) return problem;
    } else if (const json more = schema.value("additionalProperties", json(true)); more.is_object()) {
      if (std::string problem = schema_problem(more, each, here); !problem.empty()) return problem;
    } else if (!more.get<bool>()) {
      return here + ": unknown key";
    }
  }
  return {};
}

std::string string_problem(const json& schema, const json& value, const std::string& path) {
  const auto text = value.get<std::string>();
  if (schema.contains("pattern") && !std::regex_search(text, std::regex(schema["pattern"].get<std::string>()))) {
    return path + ": '" + text + "' doesn't match " + schema["pattern"].get<std::string>();
  }
  if (text.size() < schema.value("minLength", 0U)) return path + ": too short";
  if (text.size() > schema.value("maxLength", ~0U)) return path + ": too long";
  return {};
}

}  // namespace

std::string schema_problem(const json& schema, const json& value, const std::string& path) {
  static const std::set<std::string> known{
      "$schema", "title",         "description",   "default",      "type",    "enum",
      "anyOf",   "items",         "properties",    "required",     "pattern", "additionalProperties",
      "minimum", "maximum",       "minLength",     "maxLength",    "if",      "then",
      "else",    "propertyNames", "minProperties", "maxProperties"};
  for (const auto& [word, unused] : schema.items()) {
    if (!known.contains(word)) return path + ": the schema uses '" + word + "', which isn't known here";
  }
  if (schema.contains("type") && !has_type(value, schema["type"])) {
    return path + ": " + value.dump() + " isn't of type " + schema["type"].get<std::string>();
  }
  if (schema.contains("enum") &&
      std::find(schema["enum"].begin(), schema["enum"].end(), value) == schema["enum"].end()) {
    return path + ": " + value.dump() + " isn't one of " + schema["enum"].dump();
  }
  if (schema.contains("if")) {
    const char* branch = schema_problem(schema["if"], value, path).empty() ? "then" : "else";
    if (schema.contains(branch)) {
      if (std::string problem = schema_problem(schema[branch], value, path); !problem.empty()) return problem;
    }
  }
  if (schema.contains("anyOf")) {
    std::string problems;
    for (const json& each : schema["anyOf"]) {
      const std::string problem = schema_problem(each, value, path);
      if (problem.empty()) return {};
      problems += problem + "; ";
    }
    return problems;
  }
  if (schema.contains("minimum") && value < schema["minimum"]) return path + ": too little";
  if (schema.contains("maximum") && value > schema["maximum"]) return path + ": too much";
  if (value.is_string()) return string_problem(schema, value, path);
  if (value.is_object()) return object_problem(schema, value, path);
  if (!value.is_array() || !schema.contains("items")) return {};
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (std::string problem = schema_problem(schema["items"], value[i], path + "." + std::to_string(i));
        !problem.empty()) {
      return problem;
    }
  }
  return {};
}

}  // namespace crisper::sim
