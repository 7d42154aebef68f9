// crisper explore: a hunt through very many runs of one scenario.
#pragma once

#include <string>
#include <vector>

#include "cli/scenario_source.hpp"

namespace crisper::cli {

struct ExploreCommand {
  ScenarioSource scenario;
  std::vector<std::string> merge;  ///< hunts to make one of, instead of hunting
  std::string runs;                ///< empty: 1000, or with `lasting` as many as there is time for
  std::string lasting;             ///< "60s"; empty: until the runs are done
  std::string jobs;                ///< runs at once; empty: as many as there are cores
  std::string shard;               ///< "2/4"; empty: all
  std::string strategy = "portfolio";
  std::string seed;                ///< of the hunt; empty: the scenario's
  std::string engine;              ///< empty: fast
  std::string out;                 ///< empty: hunts/NAME-ENGINE-SEED, the first that is free
  std::string run_time = "60s";    ///< a run that takes longer hangs
  std::string run_memory = "2048";  ///< MiB; a run that takes more is stopped
  bool stop_at_first = false;
  bool no_shrink = false;  ///< leave the smallest runs as they are
  bool go_on = false;  ///< with the hunt that is in `out`
  bool json = false;
  bool progress = false;  ///< told in a pipe too
  bool colour = false;
};

/// Returns an ExitCode.
int explore_command(const ExploreCommand& command);

}  // namespace crisper::cli
