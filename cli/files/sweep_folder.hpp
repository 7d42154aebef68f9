// A sweep as files, and the commands that show its failures again.
#pragma once

#include <string>

#include "cli/files/platform_files.hpp"
#include "cli/files/scenario_source.hpp"
#include "cli/output/output_directory.hpp"
#include "core/base/result.hpp"
#include "properties/sweep/sweep.hpp"

namespace crisper::cli {

/// The command that shows the group's first trouble again; empty where it has none.
std::string replay_line(const ScenarioSource& scenario, const properties::SweepGroup& group);

/// Writes scenario.yaml with what it needs beside it, source.yaml, and these files, into the folder, all or none.
Result<void, OutputTrouble> write_sweep(OutputDirectory& out, const sim::Scenario& scenario, const std::string& source,
                                        const std::vector<NamedText>& files);

}  // namespace crisper::cli
