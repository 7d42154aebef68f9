// Plan mutation: a fault plan changed a little: the step of a search that keeps what led somewhere new.
#pragma once

#include "core/base/rng.hpp"
#include "sim/faults/fault_plan.hpp"

namespace crisper::properties {

/// One to eight changes: faults dropped, moved in time or to another packet, repeated, resized, put on another link of
/// the plan, borrowed from `other`. No kind of fault appears that neither plan has. The same `rng`, the same change.
sim::FaultPlan mutate(sim::FaultPlan plan, const sim::FaultPlan& other, Rng rng);

}  // namespace crisper::properties
