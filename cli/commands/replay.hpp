// crisper replay: a saved run again.
#pragma once

#include <string>

namespace crisper::cli {

struct ReplayCommand {
  std::string path;  ///< the folder of a run, or the plan.yaml in it
  bool json = false;
  bool colour = false;
};

/// Runs it from scenario.yaml and plan.yaml and compares digests. Returns the ExitCode of the run, or exit_unknown
/// where an unedited plan gave another digest: that is not the run that was saved.
int replay_command(const ReplayCommand& command);

}  // namespace crisper::cli
