// Standard output as a command's result: what did not arrive there is told, and never passed over in silence.
#pragma once

#include <system_error>

namespace crisper::cli {

/// Before anything is opened: where the caller closed a standard stream, no file takes its place and gets what was
/// meant for a reader. Once per process.
void hold_standard_streams();

/// The exit code of a command that ended with `code`: the same where all that it printed has arrived, exit_internal
/// otherwise, with a line that says why. A reader that has seen enough, such as head, is no trouble worth a line.
int end_output(int code);
/// The same for one whose printing failed.
int end_output(const std::system_error& error);

}  // namespace crisper::cli
