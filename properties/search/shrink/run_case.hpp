// RunCase: everything that makes a run, as one value: what shrinking makes smaller and a case file keeps.
#pragma once

#include <cstdint>
#include <string>

#include "sim/faults/fault_plan.hpp"
#include "sim/scenario/scenario.hpp"

namespace crisper::properties {

struct RunCase {
  sim::Scenario scenario;  ///< its faults say what once was drawn: the plan counts
  sim::FaultPlan plan;
  std::uint64_t seed = 1;
  std::string engine = "fast";
  friend bool operator==(const RunCase&, const RunCase&) = default;
};

}  // namespace crisper::properties
