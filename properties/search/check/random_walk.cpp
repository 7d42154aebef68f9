#include "properties/search/check/random_walk.hpp"

#include <algorithm>

namespace crisper::properties::check {

void RandomWalk::Budget::begin() {
  most = std::max(most, asked);
  asked = 0;
  spent = 0;
}

bool RandomWalk::walk(ControlledRun& run) {
  for (Budget& each : mishaps_) each.begin();
  early_.begin();
  depth_ = 0;
  is_cut_ = false;
  run.execute(*this);
  steps_ += depth_;
  return !is_cut_;
}

bool RandomWalk::is_time_to_spend(std::uint32_t left, std::uint64_t occasions) {
  return left > 0 && occasions > 0 && rng_.below(occasions) < left;
}

std::size_t RandomWalk::next(std::span<const Step> possible) {
  if (depth_ == bound_.depth) {
    is_cut_ = true;
    return stop;
  }
  ++depth_;
  const auto time = std::ranges::find_if(possible, &Step::is_time);
  if (time == possible.end()) return static_cast<std::size_t>(rng_.below(possible.size()));
  const auto place_of_time = static_cast<std::size_t>(time - possible.begin());
  if (possible.size() == 1) return place_of_time;
  ++early_.asked;
  if (is_time_to_spend(bound_.early_time - early_.spent, early_.most)) {
    ++early_.spent;
    return place_of_time;
  }
  const auto other = static_cast<std::size_t>(rng_.below(possible.size() - 1));
  return other < place_of_time ? other : other + 1;
}

bool RandomWalk::goes_wrong(Mishap mishap) {
  Budget& budget = mishaps_[static_cast<std::size_t>(mishap)];
  ++budget.asked;
  const std::uint32_t left = bound_.mishaps[static_cast<std::size_t>(mishap)] - budget.spent;
  if (!is_time_to_spend(left, budget.most)) return false;
  ++budget.spent;
  return true;
}

}  // namespace crisper::properties::check
