// Faults of the plan go in halves, then in finer parts, at last one by one. Scheduling choices are among them: a
// message that was made to wait is a fault `reorder` with an exact amount.
#include "properties/search/shrink/ddmin.hpp"
#include "properties/search/shrink/reducers.hpp"
#include "properties/search/shrink/smallest_so_far.hpp"

namespace crisper::properties {

bool reducers::drop_faults(SmallestSoFar& smallest) {
  const std::vector<sim::Fault> whole = smallest.current().plan.faults;
  ddmin(whole.size(), [&](std::size_t count, const std::function<Part(std::size_t)>& part) {
    return smallest.try_first(count, [&](std::size_t n) {
      RunCase candidate = smallest.current();
      candidate.plan.faults.clear();
      for (const std::size_t place : part(n)) candidate.plan.faults.push_back(whole[place]);
      return candidate;
    });
  });
  return smallest.current().plan.faults.size() < whole.size();
}

}  // namespace crisper::properties
