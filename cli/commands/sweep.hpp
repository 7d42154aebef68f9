// crisper sweep: every point of a scenario's `sweep:`, and one table of what they came to.
#pragma once

#include <string>

#include "cli/scenario_source.hpp"

namespace crisper::cli {

struct SweepCommand {
  ScenarioSource scenario;
  std::string seeds;   ///< "7", "1,5,9" or "1..200", instead of the axis `seed`; empty: the scenario's
  std::string engine;  ///< instead of the axis `engine`; empty: the scenario's, else simgrid
  std::string jobs;    ///< runs at once; empty: as many as there are cores
  std::string csv;     ///< a file for the CSV; empty: none
  std::string out;     ///< a folder for all files; empty: none
  bool json = false;
  bool progress = false;  ///< told in a pipe too
  bool colour = false;
};

/// Returns an ExitCode.
int sweep_command(const SweepCommand& command);

}  // namespace crisper::cli
