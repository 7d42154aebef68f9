#include "sim/scenario/parse.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "sim/scenario/section_formats.hpp"
#include "sim/scenario/value_text.hpp"

namespace crisper::sim {
namespace {

const Format<Scenario>& format() {
  static const FormatPtr<Scenario> built = scenario_format();
  return *built;
}

/// Before anything else: a file of a newer version may hold keys that this program can't know.
std::optional<TextProblem> version_problem(const YamlNode& root) {
  if (root.is_null()) return TextProblem{{1, 1}, "the file is empty; a scenario begins with 'crisper: 1'"};
  if (!root.is_map()) return TextProblem{root.at, "a scenario is made of keys and values, not " + root.found_text()};
  const YamlEntry* version = root.find("crisper");
  if (!version) return TextProblem{root.at, "the key 'crisper' is missing: a scenario begins with 'crisper: 1'"};
  const FromText<std::uint64_t> number = natural_from(version->value.text);
  if (!version->value.is_scalar() || !number || *number == 0) {
    return TextProblem{version->value.at, "crisper: expected the version of the format, a whole number from 1"};
  }
  if (*number > scenario_version) {
    return TextProblem{version->value.at,
                       fmt::format("this file has version {} of the format; this program reads up to {}: "
                                   "use a newer program",
                                   *number, scenario_version)};
  }
  return std::nullopt;
}

Result<Scenario, TextProblem> read_tree(const YamlNode& root, const std::string& directory,
                                        const Vocabulary& vocabulary) {
  if (auto problem = version_problem(root)) return failure(std::move(*problem));
  Reader reader(directory, vocabulary);
  Scenario scenario;
  format().read(root, scenario, reader);
  if (!reader.ok()) return failure(*reader.problem());
  return scenario;
}

/// Takes out of a map what it says as `other` does.
void leave_out(YamlNode& tree, const YamlNode& other) {
  for (YamlEntry& entry : tree.entries) {
    const YamlEntry* twin = other.find(entry.key);
    if (twin && entry.value.is_map() && twin->value.is_map()) leave_out(entry.value, twin->value);
  }
  std::erase_if(tree.entries, [&](const YamlEntry& entry) {
    const YamlEntry* twin = other.find(entry.key);
    if (!twin) return false;
    return entry.value.is_map() ? entry.value.entries.empty() : yaml_flow(entry.value) == yaml_flow(twin->value);
  });
}

/// Puts `value` where `path` leads, creating maps on the way; the parser will say if that made sense.
std::optional<std::string> graft(YamlNode& root, std::string_view path, YamlNode value) {
  YamlNode* node = &root;
  std::string walked;
  while (true) {
    const std::size_t dot = path.find('.');
    const std::string step(path.substr(0, dot));
    if (step.empty()) return "a path is keys with dots between, such as design.ownership.strategy";
    if (node->is_list()) {
      const FromText<std::uint64_t> index = natural_from(step);
      if (!index || *index >= node->items.size()) {
        return fmt::format("{} has {} items, numbered from 0; there is no '{}'", walked, node->items.size(), step);
      }
      node = &node->items[*index];
    } else {
      if (!node->is_map()) *node = YamlNode::map();
      if (!node->find(step)) node->add(step, {});
      if (value.at.line > 0) node->find(step)->at = value.at;
      node = &node->find(step)->value;
    }
    walked += (walked.empty() ? "" : ".") + step;
    if (dot == std::string_view::npos) break;
    path.remove_prefix(dot + 1);
  }
  *node = std::move(value);
  return std::nullopt;
}

/// Makes all of it stand here.
void mark(YamlNode& node, TextPosition at) {
  node.at = at;
  for (YamlNode& item : node.items) mark(item, at);
  for (YamlEntry& entry : node.entries) {
    entry.at = at;
    mark(entry.value, at);
  }
}

Result<Scenario, TextProblem> with_value(YamlNode tree, std::string_view path, YamlNode value,
                                         const std::string& directory, const Vocabulary& vocabulary) {
  if (const auto problem = graft(tree, path, std::move(value))) return failure(TextProblem{{}, *problem});
  return read_tree(tree, directory, vocabulary);
}

/// Every axis must lead somewhere; of long axes the ends and a sample are tried.
std::optional<TextProblem> sweep_problem(const Scenario& scenario, const YamlNode& root, const std::string& directory,
                                         const Vocabulary& vocabulary) {
  constexpr std::size_t tried_max = 32;
  if (scenario.sweep.empty()) return std::nullopt;
  Scenario bare = scenario;
  bare.sweep.clear();
  const YamlNode tree = format().write(bare);
  Vocabulary words = vocabulary;
  words.any_design = true;  // what strikes nobody in one of the variants may strike somebody in the others
  std::vector<YamlEntry> entries = root.find("sweep")->value.entries;
  std::erase_if(entries, [](const YamlEntry& entry) { return entry.key == "refused"; });
  for (std::size_t i = 0; i < scenario.sweep.size(); ++i) {
    const SweepAxis& axis = scenario.sweep[i];
    if (axis.path == "sweep" || axis.path.starts_with("sweep.")) return TextProblem{entries[i].at, "a sweep of sweeps"};
    const std::size_t stride = std::max<std::size_t>(1, axis.values.size() / tried_max);
    for (std::size_t n = 0; n < axis.values.size(); n += stride) {
      const auto value = parse_yaml(axis.values[n]);
      const auto changed = with_value(tree, axis.path, value ? *value : YamlNode(), directory, words);
      if (changed || scenario.sweep_leaves_out) continue;
      const YamlNode& written = entries[i].value;
      const TextPosition at = n < written.items.size() ? written.items[n].at : entries[i].at;
      return TextProblem{at, fmt::format("sweep.{}: {}", axis.path, changed.error().message)};
    }
  }
  return std::nullopt;
}

ScenarioError error_at(const std::string& file, const TextProblem& problem) {
  return ScenarioError{.file = file, .line = problem.at.line, .column = problem.at.column, .message = problem.message};
}

}  // namespace

std::string ScenarioError::text() const {
  std::string text = file + ":";
  if (line > 0) text += fmt::format("{}:{}:", line, column);
  text += " " + message;
  for (char& c : text) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = ' ';
  }
  return text;
}

Result<Scenario, ScenarioError> parse_scenario(std::string_view text, const ScenarioSource& source,
                                               const Vocabulary& vocabulary) {
  const auto root = parse_yaml(text, YamlLimits{.bytes = scenario_bytes_max});
  if (!root) return failure(error_at(source.file, root.error()));
  auto scenario = read_tree(*root, source.directory, vocabulary);
  if (!scenario) return failure(error_at(source.file, scenario.error()));
  if (const auto problem = sweep_problem(*scenario, *root, source.directory, vocabulary)) {
    return failure(error_at(source.file, *problem));
  }
  return std::move(*scenario);
}

Result<Scenario, ScenarioError> load_scenario(const std::string& path, const Vocabulary& vocabulary) {
  const auto refuse = [&](std::string message) { return failure(ScenarioError{path, 0, 0, std::move(message)}); };
  namespace fs = std::filesystem;
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (status.type() == fs::file_type::none) return refuse(fmt::format("can't be opened: {}", error.message()));
  if (!fs::exists(status)) return refuse("there is no such file");
  if (fs::is_directory(status)) return refuse("this is a directory; expected a scenario file");
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  if (!file) return refuse(fmt::format("can't be opened: {}", std::strerror(errno)));
  // One byte more than allowed tells a file that is too large, and works for pipes, whose size nobody knows.
  std::string text(scenario_bytes_max + 1, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(file.gcount()));
  if (file.bad()) return refuse("can't be read");
  if (text.size() > scenario_bytes_max) {
    return refuse(fmt::format("larger than {} bytes; a scenario never is", scenario_bytes_max));
  }
  std::string directory = fs::path(path).parent_path().string();
  if (directory.empty()) directory = ".";
  return parse_scenario(text, ScenarioSource{.file = path, .directory = std::move(directory)}, vocabulary);
}

std::vector<IdleKeys::Key> idle_keys(const Scenario& scenario, bool all) {
  IdleKeys idle(all);
  format().find_idle(scenario, Scenario{}, Occasion{scenario}, idle);
  return idle.keys();
}

std::string to_yaml(const Scenario& scenario) { return yaml_block(format().write(scenario)); }

std::string to_brief_yaml(const Scenario& scenario) {
  YamlNode tree = format().write(scenario);
  Scenario defaults;
  const bool is_usual_domain = scenario.domain == defaults.domain;
  defaults.domain = scenario.domain;
  defaults.own_domain = scenario.own_domain;
  leave_out(tree, format().write(defaults));
  tree.entries.insert(tree.entries.begin(), {"crisper", {}, YamlNode::scalar(std::to_string(scenario_version))});
  if (!tree.find("name")) tree.add("name", YamlNode::scalar(scenario.name));
  if (scenario.own_domain) {
    if (!tree.find("domain")) tree.add("domain", *scenario.own_domain.written);
  } else if (!is_usual_domain) {
    tree.add("domain", YamlNode::scalar(scenario.domain));
  }
  const Result<Scenario, TextProblem> back = read_tree(tree, ".", {});
  return back && *back == scenario ? yaml_block(tree) : to_yaml(scenario);
}

Result<Scenario, ScenarioError> set_paths(const Scenario& scenario, const std::vector<Setting>& settings,
                                          const Vocabulary& vocabulary) {
  // Values have no lines of their own: the settings are shown instead, or the one that it is about.
  const auto refuse = [&](std::string message, std::size_t first, std::size_t count) {
    std::string shown;
    for (std::size_t i = first; i < first + count; ++i) {
      shown += fmt::format("{}--set {}={}", i == first ? "" : " ", settings[i].path.substr(0, 200),
                           settings[i].value.substr(0, 200));
    }
    return failure(ScenarioError{shown, 0, 0, std::move(message)});
  };
  YamlNode tree = format().write(scenario);
  for (std::size_t i = 0; i < settings.size(); ++i) {
    auto node = parse_yaml(settings[i].value);
    if (!node) return refuse(node.error().message, i, 1);
    mark(*node, TextPosition{static_cast<int>(i + 1), 0});
    if (const auto problem = graft(tree, settings[i].path, std::move(*node))) return refuse(*problem, i, 1);
  }
  auto changed = read_tree(tree, ".", vocabulary);
  if (changed) return std::move(*changed);
  const int which = changed.error().at.line;
  const bool of_one = which > 0 && static_cast<std::size_t>(which) <= settings.size();
  return of_one ? refuse(changed.error().message, static_cast<std::size_t>(which - 1), 1)
                : refuse(changed.error().message, 0, settings.size());
}

Result<Scenario, ScenarioError> set_path(const Scenario& scenario, std::string_view path, std::string_view value,
                                         const Vocabulary& vocabulary) {
  return set_paths(scenario, {{std::string(path), std::string(value)}}, vocabulary);
}

}  // namespace crisper::sim
