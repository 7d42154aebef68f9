// Commands keep their ids while others go, so that what is left does as it did; in the end a place is name enough.
#include "properties/search/shrink/reducers.hpp"
#include "properties/search/shrink/shrinking.hpp"

namespace crisper::properties {

bool reducers::forget_ids(Shrinking& shrinking) {
  RunCase nameless = shrinking.current();
  for (sim::ScriptStep& step : *nameless.scenario.workload.script) step.intent.command = CommandId{};
  if (nameless == shrinking.current()) return false;
  return shrinking.try_first(1, [&](std::size_t) { return nameless; }).has_value();
}

}  // namespace crisper::properties
