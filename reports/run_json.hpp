// Run as JSON: what `run --json` prints, and what other programs read; docs/formats/run_json.md is the grammar.
#pragma once

#include <string>
#include <vector>

#include "properties/run_result.hpp"

namespace crisper::reports {

/// One object, keys always in the same order, a line feed at the end. Text that is not UTF-8 is replaced.
std::string run_json(const properties::RunResult& result);
/// The same with remarks that were read, since they tell more than is left of the run.
std::string run_json(const properties::RunResult& result, const std::vector<std::string>& remarks);

}  // namespace crisper::reports
