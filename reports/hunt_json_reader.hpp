// Hunt JSON, read back: what of a hunt only it has, since it was made after the last run: the saved run of each cause.
#pragma once

#include <string_view>

#include "properties/search/explore/hunt_summary.hpp"

namespace crisper::reports {

/// Fills in `replay`, `remark` and `shrunk` of the causes that the text knows, by property and signature. A text that
/// is not the JSON of a hunt knows none.
void add_saved_causes(properties::HuntSummary& summary, std::string_view text);

}  // namespace crisper::reports
