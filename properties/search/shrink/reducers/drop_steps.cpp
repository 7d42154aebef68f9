// Steps of the script go in halves, then in finer parts, at last one by one. A client whose last step goes, goes too.
#include "properties/search/shrink/ddmin.hpp"
#include "properties/search/shrink/reducers.hpp"
#include "properties/search/shrink/smallest_so_far.hpp"

namespace crisper::properties {

bool reducers::drop_steps(SmallestSoFar& smallest) {
  const sim::Script whole = *smallest.current().scenario.workload.script;
  ddmin(whole.size(), [&](std::size_t count, const std::function<Part(std::size_t)>& part) {
    return smallest.try_first(count, [&](std::size_t n) {
      RunCase candidate = smallest.current();
      sim::Script& script = *candidate.scenario.workload.script;
      script.clear();
      for (const std::size_t place : part(n)) script.push_back(whole[place]);
      return candidate;
    });
  });
  return smallest.current().scenario.workload.script->size() < whole.size();
}

}  // namespace crisper::properties
