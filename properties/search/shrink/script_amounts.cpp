#include "properties/search/shrink/script_amounts.hpp"

#include <charconv>
#include <map>
#include <utility>

#include "sim/scenario/parse.hpp"
#include "sim/scenario/yaml_tree.hpp"

namespace crisper::properties {
namespace {

std::optional<std::int64_t> whole_number(const std::string& text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

void collect(const sim::YamlNode& node, const std::string& path,
             std::vector<std::pair<std::string, std::string>>& out) {
  if (node.is_scalar()) out.emplace_back(path, node.text);
  for (std::size_t i = 0; i < node.items.size(); ++i) collect(node.items[i], path + "." + std::to_string(i), out);
  for (const sim::YamlEntry& entry : node.entries) {
    if (entry.key != "client" && entry.key != "id") collect(entry.value, path + "." + entry.key, out);
  }
}

}  // namespace

std::optional<std::int64_t> ScriptAmount::number() const { return whole_number(text); }

std::string ScriptAmount::key() const { return paths.front().substr(paths.front().rfind('.') + 1); }

std::vector<ScriptAmount> script_amounts(const sim::Scenario& scenario) {
  const auto root = sim::parse_yaml(sim::to_yaml(scenario));
  if (!root) return {};
  const sim::YamlEntry* workload = root->find("workload");
  const sim::YamlEntry* script = workload ? workload->value.find("script") : nullptr;
  if (!script) return {};
  std::vector<std::pair<std::string, std::string>> scalars;
  collect(script->value, "workload.script", scalars);
  std::map<std::pair<std::string, std::string>, ScriptAmount> together;
  std::vector<ScriptAmount> alone;
  for (const auto& [path, text] : scalars) {
    if (!whole_number(text) && !sim::parse_duration(text)) continue;
    ScriptAmount& group = together[{path.substr(path.rfind('.') + 1), text}];
    group.paths.push_back(path);
    group.text = text;
    alone.push_back({{path}, text});
  }
  std::vector<ScriptAmount> amounts;
  for (auto& [key, group] : together) {
    if (group.paths.size() > 1) amounts.push_back(std::move(group));
  }
  amounts.insert(amounts.end(), alone.begin(), alone.end());
  return amounts;
}

std::optional<RunCase> with_amount(RunCase candidate, const ScriptAmount& amount, const std::string& text) {
  for (const std::string& path : amount.paths) {
    Result<sim::Scenario, sim::ScenarioError> changed = sim::set_path(candidate.scenario, path, text);
    if (!changed) return std::nullopt;
    candidate.scenario = std::move(*changed);
  }
  return candidate;
}

}  // namespace crisper::properties
