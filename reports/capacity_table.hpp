// Capacity table: a search for a capacity as a person wants to read it.
#pragma once

#include <string>

#include "properties/capacity/capacity.hpp"
#include "reports/terminal_report.hpp"

namespace crisper::reports {

/// The answer, a row for each rate that was tried, what it means, and the command that shows what ends it.
std::string capacity_table(const properties::SweepResult& sweep, const properties::Capacity& capacity,
                           TerminalOptions options = {});

}  // namespace crisper::reports
