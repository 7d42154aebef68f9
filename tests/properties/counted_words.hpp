// What is said of a run counts well: "1 command", not "1 commands"; nothing, and not "0 messages", is lost.
#pragma once

#include <string>

#include "properties/run_result.hpp"

namespace crisper::properties::testing {

/// The place in these words that doesn't; empty where there is none.
std::string badly_counted(const std::string& words);

/// Every reason, piece of evidence and note of a run.
void expect_well_counted(const RunResult& result);

}  // namespace crisper::properties::testing
