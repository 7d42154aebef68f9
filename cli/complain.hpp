// One clear line on standard error.
#pragma once

#include <string>

#include "cli/exit_code.hpp"

namespace crisper::cli {

/// Prints "crisper: LINE" and hands the code back.
int complain(ExitCode code, const std::string& line);

}  // namespace crisper::cli
