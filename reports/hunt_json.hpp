// Hunt as JSON: what `explore --json` prints; docs/formats/hunt.md says what is in it.
#pragma once

#include <string>

#include "properties/search/explore/hunt_summary.hpp"

namespace crisper::reports {

/// One object, keys always in the same order, a line feed at the end. Text that is not UTF-8 is replaced.
std::string hunt_json(const properties::HuntSummary& summary);

}  // namespace crisper::reports
