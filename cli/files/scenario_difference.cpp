#include "cli/files/scenario_difference.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <utility>

#include "cli/files/hunt_folder.hpp"
#include "cli/files/saved_file.hpp"
#include "cli/files/scenario_source.hpp"

namespace crisper::cli {
namespace {

namespace fs = std::filesystem;

constexpr const char* any_difference = "its scenario, a file that this names, or a --set differs";
/// A longer value is told by its beginning.
constexpr std::size_t value_bytes_max = 120;

/// One line of a resolved scenario, by the path that `--set` takes.
struct ScenarioLine {
  std::string path;
  std::string value;
  friend bool operator==(const ScenarioLine&, const ScenarioLine&) = default;
};

/// What is resolved is written in one way: a key on each line, deeper by two spaces; lists are lines that begin with a
/// dash.
std::vector<ScenarioLine> scenario_lines(std::string_view text) {
  struct Above {
    std::size_t indent;
    std::string key;
  };
  std::vector<Above> above;
  std::vector<ScenarioLine> lines;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    const std::size_t indent = line.find_first_not_of(' ');
    if (indent == line.npos) continue;
    while (!above.empty() && above.back().indent >= indent) above.pop_back();
    const std::size_t colon = line.find(':', indent);
    const bool has_key = line[indent] != '-' && colon != line.npos;
    std::string path;
    for (const Above& each : above) path += (path.empty() ? "" : ".") + each.key;
    if (!has_key) {
      lines.push_back({path, std::string(line.substr(indent))});
      continue;
    }
    const std::string key(line.substr(indent, colon - indent));
    path += (path.empty() ? "" : ".") + key;
    const std::size_t value = line.find_first_not_of(' ', colon + 1);
    if (value != line.npos) lines.push_back({path, std::string(line.substr(value))});
    above.push_back({indent, key});
  }
  return lines;
}

std::string told_value(const std::string& value) {
  return value.size() <= value_bytes_max ? value : value.substr(0, value_bytes_max) + " ...";
}

/// Of two long values that begin alike, what stands around the place where they part.
std::string told_difference(const std::string& path, const std::string& there, const std::string& here) {
  const std::size_t alike = static_cast<std::size_t>(std::ranges::mismatch(there, here).in1 - there.begin());
  const std::size_t left_out = alike < value_bytes_max / 2 ? 0 : alike - value_bytes_max / 4;
  const auto told = [&](const std::string& value) {
    return (left_out > 0 ? "... " : "") + told_value(value.substr(left_out));
  };
  return fmt::format("{} is {} there and {} here", path, told(there), told(here));
}

}  // namespace

Result<std::vector<NamedText>, std::string> subject_texts(const std::vector<properties::NamedScenario>& scenarios) {
  std::vector<NamedText> texts;
  for (const properties::NamedScenario& each : scenarios) {
    sim::Scenario alone = each.scenario;
    alone.sweep.clear();
    Result<HuntScenario, std::string> kept = hunt_scenario(std::move(alone));
    if (!kept) return failure(kept.error());
    texts.push_back({each.name, std::move(kept->text)});
  }
  return texts;
}

std::string text_difference(const std::string& there, const std::string& here) {
  const std::vector<ScenarioLine> old_lines = scenario_lines(there), new_lines = scenario_lines(here);
  const auto [one, other] = std::ranges::mismatch(old_lines, new_lines);
  if (one == old_lines.end() && other == new_lines.end()) return {};
  if (one == old_lines.end()) return fmt::format("{} is only here: {}", other->path, told_value(other->value));
  if (other == new_lines.end()) return fmt::format("{} is only there: {}", one->path, told_value(one->value));
  if (one->path == other->path) {
    return told_difference(one->path, one->value, other->value);
  }
  const bool is_new = std::ranges::find(old_lines, other->path, &ScenarioLine::path) == old_lines.end();
  const ScenarioLine& alone = is_new ? *other : *one;
  return fmt::format("{} is only {}: {}", alone.path, is_new ? "here" : "there", told_value(alone.value));
}

std::string subject_difference(const fs::path& folder, const std::vector<NamedText>& here) {
  for (std::size_t i = 0; i < here.size(); ++i) {
    const fs::path path = folder / (i == 0 ? "scenario.yaml" : fmt::format("scenario-{}.yaml", i + 1));
    if (!check_saved(path)) return any_difference;
    const Result<sim::Scenario, std::string> scenario = read_scenario({path.string(), {}});
    if (!scenario) return any_difference;
    const auto there = subject_texts({{here[i].name, *scenario}});
    if (!there) return any_difference;
    std::string difference = text_difference(there->front().text, here[i].text);
    if (!difference.empty()) return difference;
  }
  return here.size() > 1 ? "the designs, or the names of their files, differ" : any_difference;
}

}  // namespace crisper::cli
