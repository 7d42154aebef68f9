// RapidCheck generators of whole designs, workloads and faults, for the property tests of anybody who links
// crisper::generators. The one header that includes RapidCheck: whoever includes it wants RapidCheck.
#pragma once

#include <rapidcheck.h>

#include <string>
#include <vector>

#include "sim/domain/chosen.hpp"
#include "sim/scenario/scenario.hpp"

namespace crisper::properties::gen {

/// Any combination of switches that claims to be safe on any network: see docs/guide/property_tests.md for what is
/// left out, and why.
rc::Gen<Design> safe_design();

/// What a scenario without a domain of its own generates (a few dozen orders, restocking, perhaps readers): a run of a
/// few thousand messages.
rc::Gen<sim::Chosen> small_workload();

/// Up to four kinds of trouble that every safe design promises to bear: they end, and they spare the disks.
rc::Gen<std::vector<sim::FaultSpec>> bearable_faults();

/// All of that in one scenario, on some machines and some transport; every property is judged.
rc::Gen<sim::Scenario> safe_scenario();

/// A world in which nothing goes wrong, with every choice of a design drawn that keeps its promises there: see
/// docs/guide/property_tests.md for what is left out, and why.
rc::Gen<sim::Scenario> quiet_scenario();
/// The same of the business that a scenario itself describes, and of those who come to it there. It outlives the
/// generator.
rc::Gen<sim::Scenario> quiet_scenario(const sim::Scenario& business);

/// One line for a shell that runs exactly this: what a failing test should print.
std::string reproduction_line(const sim::Scenario& scenario);

}  // namespace crisper::properties::gen

namespace crisper::sim {

/// RapidCheck prints a counterexample by this: as the line that reproduces it.
void showValue(const Scenario& scenario, std::ostream& out);

}  // namespace crisper::sim
