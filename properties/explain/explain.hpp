// explain: the shortest causal chain from the faults (or, where there are none, from the commands) to a violation, told
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
  /// In the order of the run; the last one is the violation's own. Many that are alike are one, where the first stands.
  std::vector<std::string> sentences;
  std::vector<ObservationId> about{};  ///< of each, what it tells of; of the last, the latest evidence; zero: nothing
  std::vector<SimTime> at{};           ///< of each, when; none is later than the last
  std::vector<ObservationId> also{};   ///< what the sentences that stand for many tell of besides
};

/// `plan` and `design` are those of the recorded run. Every fault of the plan that struck before the violation is told,
/// and nothing that came after it. Empty where the run was too long to be kept.
Explanation explain(const CausalRecorder& run, const Violation& violation, const sim::FaultPlan& plan,
                    const Design& design);

}  // namespace crisper::properties
