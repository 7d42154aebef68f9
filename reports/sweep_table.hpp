// Sweep table: designs side by side, as a person wants to read them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "properties/sweep/sweep.hpp"
#include "reports/terminal_report.hpp"

namespace crisper::reports {

/// A row for each group, then what failed where and how to see it again.
std::string sweep_table(const properties::SweepResult& result, TerminalOptions options = {});

/// "18/20 pass, 2 fail"
std::string safety_of(const properties::SweepGroup& group);
/// "20 seeds, 1 to 20"; "2 seeds, 1 and 3" of those that are not all between the ends, of many "20 seeds between 1 and
/// 90".
std::string seeds_text(const std::vector<std::uint64_t>& seeds);
/// What was left out, what failed where, and how to see it again; empty where there is none of it.
std::string sweep_troubles(const properties::SweepResult& result);

}  // namespace crisper::reports
