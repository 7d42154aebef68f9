// RandomRun: one judged run of an ownership strategy whose workload, faults, timing, schedule, number of handlers and
// processes are all drawn from its number: the same number gives the same run.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/design/design.hpp"
#include "properties/run_result.hpp"
#include "properties/search/shrink/run_case.hpp"
#include "tests/properties/core/ownership/random_lunch.hpp"

namespace crisper::properties {

/// What the runs have in common: see random_lunch.
struct RandomRuns {
  std::string strategy;
  std::string settings{};
  std::string workload{};
  MoreTargets targets{};
  AppendCheck append = AppendCheck::any;
};

RunResult random_run(const RandomRuns& runs, std::uint64_t number);
/// The run as a case to shrink, its schedule among the faults; nothing where it doesn't fail this property.
std::optional<RunCase> failing_run(const RandomRuns& runs, std::uint64_t number, std::string_view property);
/// What a number stands for, to be read.
std::string describe_random_run(const RandomRuns& runs, std::uint64_t number);

}  // namespace crisper::properties
