// The words of `crisper sweep`, and the search for a capacity that some of them ask for.
#pragma once

#include <string>
#include <vector>

#include "cli/files/kept_runs.hpp"
#include "cli/files/scenario_source.hpp"

namespace crisper::cli {

struct SweepCommand {
  ScenarioSource scenario;
  std::string seeds;      ///< "7", "1,5,9" or "1..200", instead of the axis `seed`; empty: the scenario's
  std::string engine;     ///< instead of the axis `engine`; empty: the scenario's, else simgrid
  std::string capacity;   ///< "rate=10/s..10000/s": a search instead of a grid; empty: none
  std::string tolerance;  ///< "5%", of that search; empty: that
  std::string baseline;   ///< a sweep.json that nothing may be worse than; empty: none
  std::string jobs;       ///< runs at once; empty: as many as there are cores
  std::string csv;        ///< a file for the CSV; empty: none
  KeepWords keep;         ///< where its files go, and which runs are there already
  bool json = false;
  bool junit = false;
  bool progress = false;  ///< told in a pipe too
  bool colour = false;
};

/// What is wrong with these words together, in one line; empty where nothing is.
std::string why_not_together(const SweepCommand& command);

/// `crisper sweep --capacity`. Returns an ExitCode.
int capacity_command(const SweepCommand& command);

}  // namespace crisper::cli
