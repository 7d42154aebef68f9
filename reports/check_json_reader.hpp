// Check JSON, read back: what `check_json` wrote.
#pragma once

#include <string>
#include <string_view>

#include "core/base/result.hpp"
#include "reports/check_report.hpp"

namespace crisper::reports {

struct ReadCheck {
  properties::check::CheckResult result;  ///< without the failing run and its plan, which `replay` repeats
  CheckContext context;
};

/// Fails with one line, which names the file and the place in it, where it isn't the JSON of a check, or one that no
/// check writes: a pass of a search that was cut short.
Result<ReadCheck, std::string> read_check_json(std::string_view text, const std::string& file);

}  // namespace crisper::reports
