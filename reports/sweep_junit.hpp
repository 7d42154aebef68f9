// Sweep JUnit: a sweep as a continuous-integration server reads it: each design is a test case.
#pragma once

#include <string>

#include "properties/capacity/capacity.hpp"
#include "properties/compare/comparison.hpp"

namespace crisper::reports {

/// Named `design[settings]`. It fails where any seed does; an unknown one is an error.
std::string sweep_junit(const properties::SweepResult& sweep);
/// The same with the ranking and the trade-offs as remarks.
std::string compare_junit(const properties::SweepResult& sweep, const properties::Comparison& comparison);

/// One test case, `capacity[path]`: it fails where the lowest rate does; what was found as remarks.
std::string capacity_junit(const properties::SweepResult& sweep, const properties::Capacity& capacity);

}  // namespace crisper::reports
