// A design for each lint rule that it must speak of, and one beside it that it must let pass.
#pragma once

#include <string>
#include <vector>

#include "properties/lint/lint.hpp"

namespace crisper::properties {

struct LintCase {
  std::string rule;
  LintLevel level{};
  std::string path;   ///< what the finding is about
  std::string wrong;  ///< lines of a scenario
  std::string right;
};

std::vector<LintCase> lint_cases();

/// The scenario that these lines make.
sim::Scenario lint_scenario(const std::string& lines);

}  // namespace crisper::properties
