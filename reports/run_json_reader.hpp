// Run JSON, read back: what `run_json` wrote.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.hpp"
#include "properties/run_result.hpp"

namespace crisper::reports {

struct ReadRun {
  properties::RunResult result;      ///< without what only the remarks tell
  std::vector<std::string> remarks;  ///< as they were written
};

/// Fails with one line that names the file where it isn't the JSON of a run. Kinds of faults that this program doesn't
/// know are left out.
Result<ReadRun, std::string> read_run_json(std::string_view text, const std::string& file);

}  // namespace crisper::reports
