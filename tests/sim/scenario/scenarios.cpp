#include "tests/sim/scenario/scenarios.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

namespace crisper::sim {

Scenario parsed(const std::string& lines) {
  const auto scenario = parse_scenario(with_header(lines));
  if (scenario) return *scenario;
  ADD_FAILURE() << scenario.error().text() << "\nin:\n" << lines;
  return {};
}

std::string error_of(const std::string& lines, const Vocabulary& vocabulary) {
  const auto scenario = parse_scenario(with_header(lines), {}, vocabulary);
  if (scenario) return {};
  return std::to_string(scenario.error().line) + ":" + std::to_string(scenario.error().column) + ": " +
         scenario.error().message;
}

std::string problem_in(const std::string& lines) {
  const std::string error = error_of(lines);
  return error.substr(std::min(error.size(), error.find(' ') + 1));
}

std::string error_of_setting(const std::string& path, const std::string& value) {
  const auto changed = set_path(parsed(""), path, value);
  return changed ? std::string() : changed.error().message;
}

std::string examples_directory() { return CRISPER_SOURCE_DIR "/scenarios/examples"; }

std::vector<std::string> example_files() {
  std::vector<std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator(examples_directory())) {
    if (entry.path().extension() == ".yaml") files.push_back(entry.path().string());
  }
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace crisper::sim
