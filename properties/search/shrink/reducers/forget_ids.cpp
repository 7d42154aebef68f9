// Commands keep their ids while others go, so that what is left does as it did; in the end a place is name enough.
#include "properties/search/shrink/reducers.hpp"
#include "properties/search/shrink/smallest_so_far.hpp"

namespace crisper::properties {

bool reducers::forget_ids(SmallestSoFar& smallest) {
  RunCase nameless = smallest.current();
  for (sim::ScriptStep& step : *nameless.scenario.workload.script) step.intent.command = CommandId{};
  if (nameless == smallest.current()) return false;
  return smallest.try_first(1, [&](std::size_t) { return nameless; }).has_value();
}

}  // namespace crisper::properties
