// crisper check: every schedule of a scenario within a bound.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "cli/scenario_source.hpp"

namespace crisper::cli {

struct CheckCommand {
  ScenarioSource scenario;
  std::uint32_t losses = 0;
  std::uint32_t duplicates = 0;
  std::uint32_t crashes = 1;            ///< of those that may crash
  std::vector<std::string> may_crash;   ///< names, roles or patterns
  std::uint32_t timeouts = 0;
  bool reorder = false;
  std::uint32_t depth = 10'000;
  std::string lasting;                  ///< "60s"; empty: no limit
  std::uint64_t executions_max = 0;     ///< 0: no limit
  std::size_t jobs = 0;                 ///< threads; 0: one for each core
  std::string out;                      ///< where a failing run goes; empty: runs/NAME-check
  bool json = false;
  bool progress = false;  ///< told in a pipe too
  bool colour = false;
};

/// Returns an ExitCode.
int check_command(const CheckCommand& command);

}  // namespace crisper::cli
