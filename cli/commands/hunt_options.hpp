// What the words of `crisper explore` mean.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "cli/files/scenario_source.hpp"
#include "core/base/result.hpp"
#include "properties/search/explore/hunt.hpp"

namespace crisper::cli {

/// The words of `crisper explore`.
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

struct HuntChoices {
  properties::HuntOptions options;
  std::chrono::nanoseconds lasting{0};  ///< zero: until the runs are done
  std::optional<std::uint64_t> seed;
  std::string engine;
};

/// Fails with one line that names the word, what was expected and the nearest valid one.
Result<HuntChoices, std::string> hunt_choices(const ExploreCommand& command);

}  // namespace crisper::cli
