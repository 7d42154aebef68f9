// A small validator of JSON Schema: the words that the scenario's schema uses, and no others.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "sim/scenario/yaml_tree.hpp"

namespace crisper::sim {

/// As a YAML 1.2 loader would give it to a validator.
nlohmann::json json_of(const YamlNode& node);

/// The first thing that is wrong, with its path; empty if the value is valid. A word of the schema that isn't known
/// here is wrong too.
std::string schema_problem(const nlohmann::json& schema, const nlohmann::json& value, const std::string& path = "");

}  // namespace crisper::sim
