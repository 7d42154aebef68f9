// Mistakes: ways to own a state that are wrong, to be found out with random workloads, faults and schedules.
#pragma once

#include <string>
#include <vector>

#include "tests/properties/core/ownership/random_run.hpp"

namespace crisper::properties {

struct Mistake {
  std::string name;
  std::string broken;  ///< the property that must fail within a thousand runs
  RandomRuns runs;
};

std::vector<Mistake> mistakes();

}  // namespace crisper::properties
