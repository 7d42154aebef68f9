// FailingCases: runs that fail, of every sort that tests and examples can make, to be shrunk and told.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "properties/search/shrink/run_case.hpp"

namespace crisper::properties {

struct FailingCase {
  std::string name;
  std::string property;  ///< that it fails, and is told for
  /// Nothing where no run of this sort fails it.
  std::function<std::optional<RunCase>()> make;
};

/// The examples' own failures and those that their first lines propose; every mistake of an ownership strategy; what
/// publication and consumers do wrong; one of every sort of fault; limits on measurements.
std::vector<FailingCase> failing_cases();

}  // namespace crisper::properties
