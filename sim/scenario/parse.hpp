// Scenario files: reading, writing, changing one value. What follows from the tables in *_format.cpp.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.hpp"
#include "sim/scenario/applies.hpp"
#include "sim/scenario/scenario.hpp"
#include "sim/scenario/vocabulary.hpp"

namespace crisper::sim {

/// Why a scenario can't be read, and where. Line and column count from 1; zero where the whole file is meant.
struct ScenarioError {
  std::string file;
  int line = 0;
  int column = 0;
  std::string message;

  /// "lunch_rush.yaml:12:5: unknown key 'ownreship' in design; did you mean 'ownership'?", always one line.
  std::string text() const;
};

/// Files larger than this are refused unread.
inline constexpr std::size_t scenario_bytes_max = 1 << 20;

Result<Scenario, ScenarioError> load_scenario(const std::string& path, const Vocabulary& vocabulary = {});

/// The same for text that is already there. `file` is for messages; relative file names in the scenario start at
/// `directory`.
struct ScenarioSource {
  std::string file = "scenario";
  std::string directory = ".";
};
Result<Scenario, ScenarioError> parse_scenario(std::string_view text, const ScenarioSource& source = {},
                                               const Vocabulary& vocabulary = {});

/// Every value, defaults included; parses back to an equal scenario.
std::string to_yaml(const Scenario& scenario);

/// Only what differs from the defaults; parses back to an equal scenario as long as these stay what they are.
std::string to_brief_yaml(const Scenario& scenario);

/// The keys that don't count in this scenario, with what they count with: all of them, or only those that say something
/// else than their default.
std::vector<IdleKeys::Key> idle_keys(const Scenario& scenario, bool all);

/// One value to be changed: {"design.consumers.catalog.inbox", "off"}. The value is YAML; the same parser reads it and
/// says the same of it. Items of lists are numbered from 0: "faults.0.loss". `null` puts an optional value back to
/// "left out".
struct Setting {
  std::string path;
  std::string value;
};

/// The scenario with these values changed, one after the other, and checked once, with all of them: so that two that
/// only go together can be set in any order. Relative file names start at the working directory.
Result<Scenario, ScenarioError> set_paths(const Scenario& scenario, const std::vector<Setting>& settings,
                                          const Vocabulary& vocabulary = {});
/// The same with one value.
Result<Scenario, ScenarioError> set_path(const Scenario& scenario, std::string_view path, std::string_view value,
                                         const Vocabulary& vocabulary = {});

}  // namespace crisper::sim
