// Explanation as JSON: what `replay --out` writes beside a failing run; docs/formats/run_json.md says what is in it.
#pragma once

#include <string>

#include "properties/explain/explain.hpp"

namespace crisper::reports {

/// One object, keys always in the same order, a line feed at the end. Text that is not UTF-8 is replaced.
std::string explanation_json(const std::string& property, const properties::Explanation& explanation);

}  // namespace crisper::reports
