// crisper run: one run of a scenario.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "cli/scenario_source.hpp"

namespace crisper::cli {

struct RunCommand {
  ScenarioSource scenario;
  std::string seed;       ///< empty: the scenario's
  std::string engine;     ///< empty: the scenario's, else simgrid
  std::string plan_path;  ///< empty: the scenario's faults
  std::string out;        ///< empty: runs/NAME-ENGINE-SEED, or the next of that name that is free
  bool json = false;
  bool trace = true;
  bool colour = false;
};

/// Returns an ExitCode.
int run_command(const RunCommand& command);

}  // namespace crisper::cli
