// Fault lines: a plan as lines of plain fields, for programs that keep thousands of plans of thousands of faults.
// People are given plan files (sim/faults/fault_plan_file.hpp), which take a hundred times as long to read.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "sim/faults/fault_plan.hpp"

namespace crisper::sim {

/// A line that says what follows, then one for each fault: kind, from, to, nth, at, amount, lasting, restart_after,
/// one_way, drift_ppm, percent, draw, chosen, with tabs between; those at its end that are as usual are left out.
std::string to_lines(const FaultPlan& plan);

/// The plan of which to_lines wrote this; nothing where it did not.
std::optional<FaultPlan> from_lines(std::string_view lines);

}  // namespace crisper::sim
