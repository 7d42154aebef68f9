// Sample runs for the tests of reports.
#pragma once

#include "properties/run_result.hpp"

namespace crisper::reports::testing {

/// Failed, with evidence, faults and measurements.
properties::RunResult failed_run();
properties::RunResult passed_run();
/// The same of a load with two stages.
properties::RunResult staged_run();
/// Every text in it tries to break the format that it is written in.
properties::RunResult hostile_run();

}  // namespace crisper::reports::testing
