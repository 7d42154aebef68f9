// Run as JSON: what `run --json` prints, and what other programs read; docs/formats/run_json.md is the grammar.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/result.hpp"
#include "properties/run_result.hpp"

namespace crisper::reports {

enum class RunJsonError : std::uint8_t {
  not_json,   ///< the text is no JSON
  not_a_run,  ///< a key is missing, or its value is of another type
};

/// One object, keys always in the same order, a line feed at the end. Text that is not UTF-8 is replaced.
std::string run_json(const properties::RunResult& result);

/// The inverse.
Result<properties::RunResult, RunJsonError> read_run_json(std::string_view text);

}  // namespace crisper::reports
