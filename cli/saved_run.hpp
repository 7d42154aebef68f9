// A run as files: what it was and what came of it, so that `crisper replay` can repeat it.
#pragma once

#include <string>

#include "cli/output_directory.hpp"
#include "core/base/result.hpp"
#include "properties/scenario_run.hpp"

namespace crisper::cli {

/// Writes scenario.yaml (resolved, with the run's seed and engine), plan.yaml, result.json and junit.xml.
Result<void, std::string> write_run(OutputDirectory& out, const sim::Scenario& scenario,
                                    const properties::ScenarioRun& run);

}  // namespace crisper::cli
