#include "properties/support/longest_step.hpp"

#include <algorithm>
#include <cstdint>

#include "core/design/design.hpp"

namespace crisper::properties {
namespace {

/// No step of a simulation that somebody waits for is longer; sums of a few, and three times them, don't overflow.
constexpr Duration step_max = std::chrono::hours(10'000);

Duration nearly_most_of(const KindCosts& costs) {
  Duration most = costs.others.nearly_most();
  for (const auto& [kind, cost] : costs.kinds) most = std::max(most, cost.nearly_most());
  return std::min(most, step_max);
}

Duration times(std::uint32_t count, Duration each) {
  if (each == Duration::zero()) return each;
  return step_max / each < std::int64_t{count} ? step_max : each * std::int64_t{count};
}

}  // namespace

Duration longest_step(const Design& design) {
  const StepCosts& costs = design.costs;
  const std::uint32_t batch = std::max(design.publication.batch, 1u);
  const Duration command = nearly_most_of(costs.grant) + nearly_most_of(costs.decide) +
                           std::min(costs.commit.nearly_most(), step_max) + nearly_most_of(costs.append);
  Duration longest = std::max({command, times(batch, nearly_most_of(costs.publish)),
                               times(batch, nearly_most_of(costs.apply))});
  for (const auto& [name, consumer] : design.consumers) {
    longest = std::max({longest, std::min(consumer.pace.nearly_most(), step_max),
                        times(consumer.batch, nearly_most_of(costs.apply))});
  }
  return std::min(longest, step_max);
}

}  // namespace crisper::properties
