// Where a command's fault plan comes from: a file, which says which run it is of.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/base/result.hpp"
#include "sim/faults/fault_plan_file.hpp"
#include "sim/scenario/scenario.hpp"

namespace crisper::cli {

/// The plan, or one line that says what is wrong and where.
Result<sim::PlanFile, std::string> load_plan(const std::string& path);

/// What is known of a run before its plan is read; empty or nothing: not said.
struct RunWords {
  std::string scenario;
  std::string engine;
  std::optional<std::uint64_t> seed;
};
/// The plan's own words where it has them. Fails with one line where they are others than those that somebody gave: a
/// plan strikes other messages in another run.
Result<RunWords, std::string> words_of_run(const sim::PlanFile& plan, const std::string& path, const RunWords& given);

/// Fails where the plan names somebody whom this scenario's design hasn't, and won't have: that fault would strike
/// nobody.
Result<void, std::string> check_plan_names(const sim::FaultPlan& plan, const sim::Scenario& scenario);

}  // namespace crisper::cli
