// Hunt report: what a hunt found and what it allows to conclude, as a person wants to read it.
#pragma once

#include <string>

#include "properties/search/explore/hunt_summary.hpp"
#include "reports/terminal_report.hpp"

namespace crisper::reports {

std::string hunt_report(const properties::HuntSummary& summary, TerminalOptions options = {});

}  // namespace crisper::reports
