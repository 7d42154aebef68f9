// Sample sweeps for the tests of reports.
#pragma once

#include "properties/sweep/sweep.hpp"

namespace crisper::reports::testing {

/// Two designs, three seeds: one passes, one fails twice and has a run that died.
properties::SweepResult sample_sweep();

}  // namespace crisper::reports::testing
