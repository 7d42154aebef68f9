// crisper check: every schedule of a scenario within a bound.
#pragma once

#include <string>
#include <vector>

#include "cli/scenario_source.hpp"

namespace crisper::cli {

struct CheckCommand {
  ScenarioSource scenario;
  std::string seed;                    ///< of the workload; empty: the scenario's
  std::string losses = "0";
  std::string duplicates = "0";
  std::string crashes;                 ///< of those that may crash; empty: one
  std::vector<std::string> may_crash;  ///< names, roles or patterns
  std::string timeouts = "0";
  bool reorder = false;
  std::string depth = "10000";
  std::string lasting;                 ///< "60s"; empty: no limit
  std::string executions_max;          ///< empty: no limit
  std::string jobs;                    ///< threads; empty: one for each core
  std::string out;                     ///< where a failing run goes; empty: runs/NAME-check, or the next that is free
  bool json = false;
  bool progress = false;  ///< told in a pipe too
  bool colour = false;
};

/// Returns an ExitCode.
int check_command(const CheckCommand& command);

}  // namespace crisper::cli
