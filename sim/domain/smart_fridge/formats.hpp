// How a scenario writes what is the smart fridge's own.
#pragma once

#include "core/domain/smart_fridge/options.hpp"
#include "sim/scenario/format.hpp"
#include "sim/workload/workload_spec.hpp"

namespace crisper::smart_fridge {

/// `smart_fridge:`
sim::FormatPtr<Options> options_format();
/// `workload:`, the script among it
sim::FormatPtr<sim::WorkloadSpec> workload_format();
/// `workload.script:`
sim::FormatPtr<sim::Script> script_steps();

}  // namespace crisper::smart_fridge
