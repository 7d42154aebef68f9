// The files of a saved run, the same whoever found it; `crisper replay` reads them.
#pragma once

#include <cstdint>
#include <string>

#include "cli/output_directory.hpp"
#include "properties/scenario_run.hpp"

namespace crisper::cli {

/// scenario.yaml (with the run's seed and engine), plan.yaml, result.json and junit.xml. Fails with one line.
Result<void, std::string> write_run_files(OutputDirectory& out, const sim::Scenario& scenario,
                                          const properties::ScenarioRun& run);

}  // namespace crisper::cli
