// Terminal report: one run as a person wants to read it.
#pragma once

#include <string>

#include "properties/run_result.hpp"

namespace crisper::reports {

struct TerminalOptions {
  bool colour = false;
};

std::string terminal_report(const properties::RunResult& result, TerminalOptions options = {});

}  // namespace crisper::reports
