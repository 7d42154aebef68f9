// Sweep table: designs side by side, as a person wants to read them.
#pragma once

#include <string>

#include "properties/sweep/sweep.hpp"
#include "reports/terminal_report.hpp"

namespace crisper::reports {

/// A row for each group, then what failed where and how to see it again.
std::string sweep_table(const properties::SweepResult& result, TerminalOptions options = {});

}  // namespace crisper::reports
