// Terminal report: one run as a person wants to read it.
#pragma once

#include <cstddef>
#include <string>

#include "properties/run_result.hpp"

namespace crisper::reports {

struct TerminalOptions {
  bool colour = false;
  std::size_t columns = 0;  ///< of the terminal, for tables; zero: as wide as they get
};

std::string terminal_report(const properties::RunResult& result, TerminalOptions options = {});

}  // namespace crisper::reports
