// Compare table: a comparison as a person wants to read it: who is safe, who comes first, by how much, what it costs.
#pragma once

#include <string>

#include "properties/compare/comparison.hpp"
#include "reports/terminal_report.hpp"

namespace crisper::reports {

std::string compare_table(const properties::SweepResult& sweep, const properties::Comparison& comparison,
                          TerminalOptions options = {});

}  // namespace crisper::reports
