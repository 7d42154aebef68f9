// Handlers and hosts that the failure doesn't need, and a time limit that the run doesn't reach.
#include <algorithm>
#include <functional>

#include "properties/search/shrink/reducers.hpp"
#include "properties/search/shrink/smallest_so_far.hpp"

namespace crisper::properties {
namespace {

/// The smallest number below `now` with which it still fails: small ones first, then doubling.
bool lower(SmallestSoFar& smallest, std::size_t now, const std::function<void(RunCase&, std::size_t)>& set) {
  std::vector<std::size_t> numbers;
  for (std::size_t n = 1; n < now; n = n < 8 ? n + 1 : n * 2) numbers.push_back(n);
  return smallest
      .try_first(numbers.size(),
                 [&](std::size_t i) {
                   RunCase candidate = smallest.current();
                   set(candidate, numbers[i]);
                   return candidate;
                 })
      .has_value();
}

}  // namespace

bool reducers::need_fewer_machines(SmallestSoFar& smallest) {
  bool any = false;
  if (smallest.current().scenario.run.horizon) {
    any |= smallest
               .try_first(1,
                          [&](std::size_t) {
                            RunCase candidate = smallest.current();
                            candidate.scenario.run.horizon.reset();
                            return candidate;
                          })
               .has_value();
  }
  any |= lower(smallest, smallest.current().scenario.design.command_queue.handlers,
               [](RunCase& candidate, std::size_t n) {
                 candidate.scenario.design.command_queue.handlers = static_cast<std::uint32_t>(n);
               });
  if (smallest.current().scenario.deployment.platform.empty()) {
    any |= lower(smallest, smallest.current().scenario.deployment.hosts.size(),
                 [](RunCase& candidate, std::size_t n) { candidate.scenario.deployment.hosts.resize(n); });
  }
  return any;
}

}  // namespace crisper::properties
