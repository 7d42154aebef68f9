// RandomRun: one judged run of an ownership strategy whose workload, faults, timing, schedule, number of handlers and
// processes are all drawn from its number: the same number gives the same run.
#pragma once

#include <cstdint>
#include <string>

#include "properties/run_result.hpp"
#include "tests/properties/ownership/random_lunch.hpp"

namespace crisper::properties {

/// What the runs have in common: see random_lunch.
struct RandomRuns {
  std::string strategy;
  std::string settings{};
  std::string workload{};
  MoreTargets targets{};
};

RunResult random_run(const RandomRuns& runs, std::uint64_t number);
/// What a number stands for, to be read.
std::string describe_random_run(const RandomRuns& runs, std::uint64_t number);

/// The numbers of the runs that a test makes: from CRISPER_RANDOM_FIRST (else 1), CRISPER_RANDOM_RUNS of them (else
/// `usual`, which is quick).
struct RunNumbers {
  std::uint64_t first = 1;
  std::uint64_t last = 1;
};
RunNumbers run_numbers(std::uint64_t usual);

}  // namespace crisper::properties
