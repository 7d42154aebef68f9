#include "properties/capacity/flow.hpp"

#include <algorithm>

namespace crisper::properties {

std::optional<double> FlowMeans::little_error() const {
  if (there <= 0) return std::nullopt;
  return (arrivals * stay_s - there) / there;
}

std::optional<FlowMeans> flow_means(std::span<const Stay> stays, const FlowWindow& window) {
  if (window.to <= window.from) return std::nullopt;
  const double whole = to_seconds(window.to - window.from);
  std::uint64_t came = 0, left = 0, carried = 0;
  double area = 0, stayed = 0;
  for (const Stay& each : stays) {
    const SimTime until = std::min(each.left, std::max(window.run_end, each.came));
    const SimTime begin = std::max(each.came, window.from), end = std::min(until, window.to);
    if (end > begin) area += to_seconds(end - begin);
    const bool was_done = each.done && window.from <= each.left && each.left <= window.to;
    left += was_done;
    if (each.came < window.from || each.came > window.to) continue;
    ++came;
    stayed += to_seconds(until - each.came);
    carried += was_done;
  }
  FlowMeans means{.there = area / whole,
                  .arrivals = static_cast<double>(came) / whole,
                  .departures = static_cast<double>(left) / whole};
  if (came == 0) return means;
  means.stay_s = stayed / static_cast<double>(came);
  means.carried = static_cast<double>(carried) / static_cast<double>(came);
  return means;
}

}  // namespace crisper::properties
