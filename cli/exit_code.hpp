// The exit codes of the command, the same for every subcommand.
#pragma once

namespace crisper::cli {

enum ExitCode : int {
  exit_pass = 0,
  exit_fail = 1,       ///< a property failed or a threshold was breached
  exit_unknown = 2,    ///< nothing failed, but something could not be judged
  exit_usage = 64,     ///< the command line is wrong
  exit_bad_input = 65, ///< a file, or something in it, is wrong
  exit_internal = 70,  ///< the machine or Crisper itself failed
};

}  // namespace crisper::cli
