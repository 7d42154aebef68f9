// Shell completion, made from the command's own options, so that the two can't drift apart.
#pragma once

#include <string>

namespace CLI {
class App;
}

namespace crisper::cli {

/// Prints a script for bash, zsh or fish. Returns an ExitCode.
int completion_command(const CLI::App& app, const std::string& shell);

}  // namespace crisper::cli
