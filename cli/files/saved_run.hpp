// A run as files: what it was and what came of it, so that `crisper replay` can repeat it wherever the folder is moved.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "cli/files/platform_files.hpp"
#include "cli/output/output_directory.hpp"
#include "core/base/result.hpp"
#include "properties/scenario_run.hpp"

namespace crisper::cli {

/// The scenario as files that need nothing outside their folder, its own last: STEM.yaml (resolved); the SimGrid
/// platform, if it names one, as PREFIXplatform.xml, and what its workload imports as PREFIXimport-N-NAME. Fails with
/// one line where one of these can't be read.
Result<std::vector<NamedText>, std::string> scenario_files(sim::Scenario scenario, const std::string& stem,
                                                           const std::string& prefix);

/// Writes scenario.yaml (resolved); source.yaml, the file as its author wrote it, comments and all, where there is one;
/// the SimGrid platform, if the scenario names one, as platform.xml, and what its workload imports as import-N-NAME.
/// The digest of scenario.yaml's text.
Result<std::uint64_t, OutputTrouble> write_scenario(OutputDirectory& out, const sim::Scenario& scenario,
                                           const std::string& source);

/// The same with the seed and the engine of a run.
Result<std::uint64_t, OutputTrouble> write_scenario_of(OutputDirectory& out, sim::Scenario scenario,
                                                       const std::string& source, std::uint64_t seed,
                                                       const std::string& engine);

/// plan.yaml, result.json and junit.xml of a run whose scenario is written already, as a text of this digest.
Result<void, OutputTrouble> write_outcome(OutputDirectory& out, const properties::ScenarioRun& run,
                                          std::uint64_t scenario_written_as);

/// All of that with the run's seed and engine, and plan.yaml, result.json and junit.xml.
Result<void, OutputTrouble> write_run(OutputDirectory& out, const sim::Scenario& scenario, const std::string& source,
                                      const properties::ScenarioRun& run);

}  // namespace crisper::cli
