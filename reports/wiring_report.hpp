// Wiring report: what a scenario's design comes to, before anything runs: who is there, where, and whom faults mean.
#pragma once

#include <string>

#include "sim/scenario/wiring.hpp"

namespace crisper::reports {

/// For people. `platform`: the hosts on which the wiring was made.
std::string wiring_text(const sim::Scenario& scenario, const sim::Platform& platform, const sim::Wiring& wiring);

}  // namespace crisper::reports
