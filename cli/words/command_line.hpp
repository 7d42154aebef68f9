// The words of the command line, read by CLI11; what is wrong with them is told in one line.
#pragma once

#include <optional>

namespace CLI {
class App;
}

namespace crisper::cli {

/// Fills in what the app's options are bound to. The exit code where that is all: help was asked for and printed, or a
/// word is wrong. An option with an empty value is wrong: left out, it would mean something else.
std::optional<int> parse_command_line(CLI::App& app, int argc, char** argv);

}  // namespace crisper::cli
