// Whether a scenario that was drawn could stand in a file.
#pragma once

#include "sim/scenario/scenario.hpp"

namespace crisper::properties::gen {

/// Not refused by the reader of scenarios, for switches that can't work together.
bool is_accepted(const sim::Scenario& scenario);

}  // namespace crisper::properties::gen
