// Standard output as a command's result: what did not arrive there is told, and never passed over in silence.
#pragma once

#include <filesystem>
#include <string_view>
#include <system_error>

namespace crisper::cli {

/// Before anything is opened: where the caller closed a standard stream, no file takes its place and gets what was
/// meant for a reader. Once per process.
void hold_standard_streams();

/// Whether a place to write to is standard output: "-", or /dev/stdout, which opened anew would fail where that is a
/// socket or another user's, and begin at the end or the start of a file that what was printed before goes on in.
bool means_standard_output(const std::filesystem::path& path);

/// Writes a command's result there, behind what was printed. Throws std::system_error where it does not arrive, which
/// end_output tells.
void put_out(std::string_view text);

/// The exit code of a command that ended with `code`: the same where all that it printed has arrived, exit_internal
/// otherwise, with a line that says why. A reader that has seen enough, such as head, is no trouble worth a line.
int end_output(int code);
/// The same for one whose printing failed.
int end_output(const std::system_error& error);

}  // namespace crisper::cli
