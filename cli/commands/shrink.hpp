// crisper shrink: the smallest run that still fails for the same reason, and why it fails.
#pragma once

#include <cstddef>
#include <string>

namespace crisper::cli {

struct ShrinkCommand {
  std::string path;      ///< as for replay
  std::string property;  ///< empty: the first that fails
  std::string out;       ///< empty: shrunk.yaml beside the run
  std::size_t jobs = 0;  ///< 0: one for each core
  std::size_t runs = 100'000;
  bool progress = false;  ///< told in a pipe too
  bool json = false;      ///< print JSON instead of text
};

/// exit_pass where it was shrunk, exit_unknown where the runs gave out first or somebody interrupted it, exit_bad_input
/// where it doesn't fail.
int shrink_command(const ShrinkCommand& command);

}  // namespace crisper::cli
