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

/// Fails with one line that names the file where it isn't the JSON of a check.
Result<ReadCheck, std::string> read_check_json(std::string_view text, const std::string& file);

}  // namespace crisper::reports
