// The twin of the fridge: the rules of the smart fridge's core, written. What is run with both shows what the language
// does, and what it costs.
#pragma once

#include "sim/scenario/scenario.hpp"

namespace crisper::written {

/// The same scenario of the twin. Its workload is a script; settings of the fridge's own are left out. Throws
/// std::runtime_error where the script says what the twin has no word for.
sim::Scenario twin_of(sim::Scenario scenario);

}  // namespace crisper::written
