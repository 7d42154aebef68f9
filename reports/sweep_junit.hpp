// Sweep JUnit: a sweep as a continuous-integration server reads it: each design is a test case.
#pragma once

#include <string>

#include "properties/capacity/capacity.hpp"
#include "properties/compare/comparison.hpp"

namespace crisper::reports {

/// Named `design[settings]`. It fails where any seed does; an unknown one is an error. The suite has the engine of the
/// runs, which seeds they had, and one digest over all of theirs.
std::string sweep_junit(const properties::SweepResult& sweep);
/// The same with the ranking and the trade-offs as remarks.
std::string compare_junit(const properties::SweepResult& sweep, const properties::Comparison& comparison);

/// A suite for the search with one test case, `capacity[path]`: it fails where the lowest rate does; what was found as
/// remarks. Behind it one for each run of the lowest rate, which is what is required: `holds[path=rate,seed=7]`.
std::string capacity_junit(const properties::SweepResult& sweep, const properties::Capacity& capacity);

}  // namespace crisper::reports
