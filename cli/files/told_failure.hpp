// A failure told: why a saved run failed, from the run as it was made again.
#pragma once

#include <cstddef>
#include <string>

#include "cli/files/run_source.hpp"
#include "core/base/result.hpp"
#include "properties/explain/explain.hpp"
#include "properties/scenario_run.hpp"

namespace crisper::cli {

struct ToldFailure {
  std::string property;
  std::string reason;
  properties::Explanation explanation;
};

/// With more faults than this, most have nothing to do with the failure: shrink finds out which do.
inline constexpr std::size_t told_faults_max = 8;

/// Why a run that isn't a case can't be told, in a clause, from its saved result: before it is made again for nothing.
/// Empty where it can.
std::string why_not_told(const properties::RunResult& result);

/// Of a case, the failure that it is kept for; of a run that isn't kept for one, or fails otherwise, the one that the
/// run is headed by. Fails with a clause where there is none to tell.
Result<ToldFailure, std::string> tell_failure(const properties::CausalRecorder& recorder,
                                              const properties::ScenarioRun& run, const LoadedRun& loaded);

}  // namespace crisper::cli
