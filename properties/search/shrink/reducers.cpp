#include "properties/search/shrink/reducers.hpp"

#include <array>

namespace crisper::properties {

std::span<const Reducer> all_reducers() {
  static constexpr auto reducers = std::to_array<Reducer>({
      {"later", "steps and faults that come after the failure", reducers::cut_after_failure},
      {"steps", "steps of the script, in the end one by one", reducers::drop_steps},
      {"faults", "faults and scheduling choices, in the end one by one", reducers::drop_faults},
      {"machines", "handlers, hosts, the time limit", reducers::need_fewer_machines},
      {"waits", "polls that find nothing, and the end of the run", reducers::wait_less},
      {"ids", "ids of commands that nobody needs to know", reducers::forget_ids},
      {"amounts", "times, quantities and numbers: rounder and smaller ones", reducers::simplify_amounts},
  });
  return reducers;
}

bool shorten(SmallestSoFar& smallest) {
  const bool later = reducers::cut_after_failure(smallest);
  const bool steps = reducers::drop_steps(smallest);
  return reducers::drop_faults(smallest) || steps || later;
}

}  // namespace crisper::properties
