// Where a command's fault plan comes from: a file.
#pragma once

#include <string>

#include "core/base/result.hpp"
#include "sim/faults/fault_plan_file.hpp"

namespace crisper::cli {

/// The plan, or one line that says what is wrong and where.
Result<sim::PlanFile, std::string> load_plan(const std::string& path);

}  // namespace crisper::cli
