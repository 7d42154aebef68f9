// A sweep as files, the commands that show its failures again, and what its own command ends with.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "cli/files/kept_runs.hpp"
#include "cli/files/platform_files.hpp"
#include "cli/files/scenario_source.hpp"
#include "cli/output/output_directory.hpp"
#include "core/base/result.hpp"
#include "properties/sweep/sweep.hpp"

namespace crisper::cli {

/// The command that shows the group's first trouble again; empty where it has none.
std::string replay_line(const ScenarioSource& scenario, const properties::SweepGroup& group);

/// Writes scenario.yaml with what it needs beside it, source.yaml, and these files; who opened `out` publishes them.
Result<void, OutputTrouble> write_sweep(OutputDirectory& out, const sim::Scenario& scenario, const std::string& source,
                                        const std::vector<NamedText>& files);

/// Where runs of so many were not made, says so in one line.
void warn_of_missing(const properties::SweepResult& result, std::size_t points, const KeepWords& words);

/// The ExitCode of a sweep, or of a comparison. Where the machine gave out says so in one line, also where that changes
/// nothing: what failed has failed, whatever became of the others.
int end_of_sweep(const properties::SweepResult& result);

}  // namespace crisper::cli
