// Where a command's scenario comes from: a file, changed by --set.
#pragma once

#include <string>
#include <vector>

#include "core/base/result.hpp"
#include "sim/scenario/scenario.hpp"

namespace crisper::cli {

struct ScenarioSource {
  std::string path;
  std::vector<std::string> settings;  ///< "path=value", in order
};

/// The scenario, or one line that says what is wrong and where.
Result<sim::Scenario, std::string> read_scenario(const ScenarioSource& source);

/// A line for each thing in it that can't be what somebody wants.
void tell_warnings(const sim::Scenario& scenario, const std::string& path);

/// Reads a whole text file of at most `bytes_max`, or says in one line why not.
Result<std::string, std::string> read_text(const std::string& path, std::size_t bytes_max);

}  // namespace crisper::cli
