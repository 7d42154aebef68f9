// crisper run: one run of a scenario.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "cli/scenario_source.hpp"

namespace crisper::cli {

struct RunCommand {
  ScenarioSource scenario;
  std::optional<std::uint64_t> seed;
  std::string engine;     ///< empty: the scenario's, else simgrid
  std::string plan_path;  ///< empty: the scenario's faults
  std::string out;        ///< empty: runs/NAME
  bool json = false;
  bool trace = true;
  bool colour = false;
};

/// Returns an ExitCode.
int run_command(const RunCommand& command);

struct ReplayCommand {
  std::string path;  ///< the folder of a run, or its plan.yaml
  bool json = false;
  bool colour = false;
};

/// Runs a saved run again and compares. Returns an ExitCode.
int replay_command(const ReplayCommand& command);

}  // namespace crisper::cli
