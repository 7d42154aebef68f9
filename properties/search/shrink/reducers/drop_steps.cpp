// Steps of the script go in halves, then in finer parts, at last one by one. A client whose last step goes, goes too.
#include "properties/search/shrink/ddmin.hpp"
#include "properties/search/shrink/reducers.hpp"
#include "properties/search/shrink/shrinking.hpp"

namespace crisper::properties {

bool reducers::drop_steps(Shrinking& shrinking) {
  const sim::Script whole = *shrinking.current().scenario.workload.script;
  ddmin(whole.size(), [&](std::size_t count, const std::function<Part(std::size_t)>& part) {
    return shrinking.try_first(count, [&](std::size_t n) {
      RunCase candidate = shrinking.current();
      sim::Script& script = *candidate.scenario.workload.script;
      script.clear();
      for (const std::size_t place : part(n)) script.push_back(whole[place]);
      return candidate;
    });
  });
  return shrinking.current().scenario.workload.script->size() < whole.size();
}

}  // namespace crisper::properties
