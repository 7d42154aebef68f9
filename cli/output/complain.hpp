// One clear line on standard error. Where nobody reads it, it is lost, and changes nothing.
#pragma once

#include <string>

#include "cli/exit_code.hpp"
#include "cli/output/staging.hpp"

namespace crisper::cli {

/// Prints "crisper: LINE" and hands the code back. What is long (a value that somebody gave) is cut in the middle.
int complain(ExitCode code, const std::string& line);
/// The same for what can't be written.
int complain(const OutputTrouble& trouble);
/// Prints "crisper: LINE" for what doesn't end the command.
void warn(const std::string& line);
/// Prints the text as it is.
void print_aside(const std::string& text);

}  // namespace crisper::cli
