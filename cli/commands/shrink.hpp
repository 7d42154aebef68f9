// crisper shrink: the smallest run that still fails for the same reason, and why it fails.
#pragma once

#include <string>

namespace crisper::cli {

struct ShrinkCommand {
  std::string path;      ///< as for replay
  std::string property;  ///< empty: the first that fails
  std::string out;       ///< empty: shrunk.yaml beside the run, or shrunk-2.yaml …
  std::string jobs;      ///< runs at once; empty: one for each core
  std::string runs = "100000";
  bool progress = false;  ///< told in a pipe too
  bool json = false;      ///< print JSON instead of text
};

/// exit_pass where it was shrunk, exit_unknown where the runs gave out first or somebody interrupted it, exit_bad_input
/// where it doesn't fail.
int shrink_command(const ShrinkCommand& command);

}  // namespace crisper::cli
