// ViewSource: what a concurrency view is made of: a design, and what was seen of it.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "properties/lint/lint.hpp"
#include "properties/run_result.hpp"
#include "sim/scenario/scenario.hpp"

namespace crisper::reports {

/// What runs said, counted.
struct SeenInRuns {
  /// By observation kind.
  std::map<std::string, std::uint64_t> kinds{};
  /// Who sent a message to whom, by name.
  std::set<std::pair<std::string, std::string>> pairs{};
  /// The role of each of these, by name.
  std::map<std::string, std::string> roles{};
  /// Names of processes that began a turn while another of theirs was suspended.
  std::set<std::string> interleaved{};
};

/// A run in which one process crashed once and was started again.
struct CrashRun {
  std::string process;
  std::string role;
  properties::RunResult result;
  bool struck = false;  ///< it was there when it was to crash
};

/// The same scenario with another ownership strategy.
struct VariantRun {
  std::string strategy;
  properties::RunResult result;
};

struct ViewSource {
  sim::Scenario scenario;
  std::string scenario_text{};  ///< resolved
  properties::RunResult base;
  bool base_was_saved = false;  ///< false: it was made for the view
  SeenInRuns seen{};            ///< in the base run, and in the crash runs
  std::vector<std::string> remarks{};  ///< of a saved run: what it must not be read without
  std::string seen_trouble{};   ///< why nothing was seen of a saved run; empty: it was
  std::vector<CrashRun> crashes{};
  std::vector<VariantRun> variants{};
  std::vector<properties::LintFinding> findings{};
  std::string again{};  ///< the command line that makes the view
};

}  // namespace crisper::reports
