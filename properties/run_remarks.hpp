// Run remarks: what a verdict must not be read without: what else failed, what saw nothing, what never struck.
#pragma once

#include <string>
#include <vector>

#include "properties/run_result.hpp"

namespace crisper::properties {

/// One line each; none where there is nothing to add. All reports of a run tell the same ones, beside its verdict.
std::vector<std::string> remarks_of(const RunResult& result);

}  // namespace crisper::properties
