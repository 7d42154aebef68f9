#include "sim/workload/popularity.hpp"

#include <algorithm>

#include "core/base/assert.hpp"
#include "core/base/deterministic_math.hpp"

namespace crisper::sim {

Popularity::Popularity(PopularitySpec spec, std::uint64_t count) : count_(count) {
  CRISPER_ASSERT(count > 0, "nothing can't be popular");
  if (spec.kind == PopularityKind::uniform) return;
  cumulative_.reserve(count);
  double sum = 0;
  for (std::uint64_t rank = 1; rank <= count; ++rank) {
    sum += portable_pow(static_cast<double>(rank), -spec.exponent);
    cumulative_.push_back(sum);
  }
}

std::uint64_t Popularity::draw(Rng& rng) const {
  if (cumulative_.empty()) return rng.below(count_);
  // The inverse of the cumulative distribution: the first rank whose sum of weights exceeds the draw.
  const double level = rng.unit() * cumulative_.back();
  const auto found = std::upper_bound(cumulative_.begin(), cumulative_.end(), level);
  return std::min(static_cast<std::uint64_t>(found - cumulative_.begin()), count_ - 1);
}

}  // namespace crisper::sim
