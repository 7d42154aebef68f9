// Run as JSON: what `run --json` prints, and what other programs read; docs/formats/run_json.md is the grammar.
#pragma once

#include <string>

#include "properties/run_result.hpp"

namespace crisper::reports {

/// One object, keys always in the same order, a line feed at the end. Text that is not UTF-8 is replaced.
std::string run_json(const properties::RunResult& result);

}  // namespace crisper::reports
