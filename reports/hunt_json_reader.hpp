// Hunt JSON, read back: what of a hunt only it has, since it was made after the last run: the saved run of each cause.
#pragma once

#include <string>
#include <string_view>

#include "core/base/result.hpp"
#include "properties/search/explore/hunt_summary.hpp"

namespace crisper::reports {

/// Fills in `replay`, `remark` and `shrunk` of the causes that the text knows, by property and signature. Fails with a
/// clause, and leaves the summary as it was, where the text is not the JSON of a hunt, or of another version.
Result<void, std::string> add_saved_causes(properties::HuntSummary& summary, std::string_view text);

}  // namespace crisper::reports
