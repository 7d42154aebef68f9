// explain: the shortest causal chain from the fault (or, where there is none, from the commands) to a violation, told
// in sentences. Made from what the run said, not from what the property knows.
#pragma once

#include <string>
#include <vector>

#include "core/design/design.hpp"
#include "properties/explain/causal_recorder.hpp"
#include "properties/property.hpp"
#include "sim/faults/fault_plan.hpp"

namespace crisper::properties {

struct Explanation {
  std::vector<std::string> sentences;  ///< in the order of the run; the last one is the violation's own
  std::vector<ObservationId> about{};  ///< of each, what it tells of; of the last, the latest evidence; zero: nothing
};

/// `plan` and `design` are those of the recorded run. Empty where the run was too long to be kept.
Explanation explain(const CausalRecorder& run, const Violation& violation, const sim::FaultPlan& plan,
                    const Design& design);

}  // namespace crisper::properties
