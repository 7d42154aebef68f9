// A failure told: why a saved run failed, from the run as it was made again.
#pragma once

#include <optional>
#include <string>

#include "cli/files/run_source.hpp"
#include "properties/explain/explain.hpp"
#include "properties/scenario_run.hpp"

namespace crisper::cli {

struct ToldFailure {
  std::string property;
  std::string reason;
  properties::Explanation explanation;
};

/// Of a case, the failure that it is kept for; of a run that isn't kept for one, or fails otherwise, the first. Nothing
/// where the run didn't fail, or can't be told: it had so many faults that most have nothing to do with the failure.
std::optional<ToldFailure> tell_failure(const properties::CausalRecorder& recorder, const properties::ScenarioRun& run,
                                        const LoadedRun& loaded);

}  // namespace crisper::cli
