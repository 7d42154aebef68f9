// What comes after the failure can't have caused it, except where it is judged at the end: one guess, which the run
// confirms or refutes.
#include <algorithm>

#include "properties/search/shrink/reducers.hpp"
#include "properties/search/shrink/smallest_so_far.hpp"

namespace crisper::properties {

bool reducers::cut_after_failure(SmallestSoFar& smallest) {
  RunCase before = smallest.current();
  const SimTime end = smallest.failed_at();
  const std::size_t gone =
      std::erase_if(*before.scenario.workload.script,
                    [&](const sim::ScriptStep& step) { return !step.closed && step.intent.at > end; }) +
      std::erase_if(before.plan.faults, [&](const sim::Fault& fault) { return fault.at > end; });
  return gone > 0 && smallest.try_first(1, [&](std::size_t) { return before; });
}

}  // namespace crisper::properties
