// JUnit report: runs as a continuous-integration server reads them.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "properties/run_result.hpp"

namespace crisper::reports {

/// One suite: a run, or what stands for several.
struct JunitSuite {
  properties::RunResult result;
  std::vector<std::string> remarks{};
  /// Not empty: it stands for the runs with these seeds, such as "5 seeds, 1 to 5"; its digest is one over all theirs.
  std::string seeds{};
  /// Not empty: what the properties are of, "design,seed=7"; it stands in brackets behind each of their names.
  std::string of{};
};
/// Each test case has a name of its own: of two that are called alike the second has "#2" behind it.
std::string junit_report(std::span<const JunitSuite> suites);

/// A test suite per run, a test case per property, named PROPERTY[SCENARIO,seed=N]. A failed property is a <failure>;
/// an unknown one is an <error>, so that no server takes it for a pass; one that saw nothing, and that nobody asked for
/// by name, is <skipped>.
std::string junit_report(std::span<const properties::RunResult> results);
/// The same of one run, with remarks that were read, since they tell more than is left of the run.
std::string junit_report(const properties::RunResult& result, const std::vector<std::string>& remarks);

}  // namespace crisper::reports
