// crisper replay: a saved run again.
#pragma once

#include <string>

namespace crisper::cli {

struct ReplayCommand {
  std::string path;  ///< the folder of a run, the plan.yaml in it, or a case file
  std::string out;   ///< a folder for the files of the run; empty: none
  bool json = false;
  bool colour = false;
};

/// Runs it again and compares digests. Returns the ExitCode of the run, or exit_unknown where an unedited plan gave
/// another digest: that is not the run that was saved. Of a case file, exit_pass where the run is as expected, be it a
/// failure; exit_fail where it is not; exit_unknown where it is, but not to the bit.
int replay_command(const ReplayCommand& command);

}  // namespace crisper::cli
