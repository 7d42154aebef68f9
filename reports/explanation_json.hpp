// Explanation as JSON: what `replay --out` writes beside a failing run; docs/formats/run_json.md says what is in it.
#pragma once

#include <string>
#include <vector>

#include "properties/explain/explain.hpp"
#include "properties/search/shrink/leeway.hpp"

namespace crisper::reports {

/// One object, keys always in the same order, a line feed at the end. Text that is not UTF-8 is replaced. `leeway`: of
/// a case, what of it could be otherwise.
std::string explanation_json(const std::string& property, const properties::Explanation& explanation,
                             const std::vector<properties::Leeway>& leeway);

}  // namespace crisper::reports
