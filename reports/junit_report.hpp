// JUnit report: runs as a continuous-integration server reads them.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "properties/run_result.hpp"

namespace crisper::reports {

/// A test suite per run, a test case per property. A failed property is a <failure>; an unknown one is an <error>, so
/// that no server takes it for a pass; one that saw nothing, and that nobody asked for by name, is <skipped>.
std::string junit_report(std::span<const properties::RunResult> results);
/// The same of one run, with remarks that were read, since they tell more than is left of the run.
std::string junit_report(const properties::RunResult& result, const std::vector<std::string>& remarks);

}  // namespace crisper::reports
