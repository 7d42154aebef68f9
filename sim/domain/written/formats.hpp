// How what comes to a written business from outside is written in a scenario.
#pragma once

#include <memory>

#include "core/domain/written/model.hpp"
#include "sim/scenario/format.hpp"
#include "sim/workload/script.hpp"
#include "sim/workload/workload_spec.hpp"

namespace crisper::written {

/// The whole of `workload:`.
sim::FormatPtr<sim::WorkloadSpec> workload_format(std::shared_ptr<const Model> model);
/// `workload.script:`, with a kind of step for each command, and one for looking at a view.
sim::FormatPtr<sim::Script> script_steps(std::shared_ptr<const Model> model);

}  // namespace crisper::written
