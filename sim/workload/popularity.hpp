// Popularity: which of n things is wanted; some are wanted more than others.
#pragma once

#include <cstdint>
#include <vector>

#include "core/base/rng.hpp"

namespace crisper::sim {

enum class PopularityKind : std::uint8_t {
  uniform,
  zipf,  ///< the k-th most wanted is wanted in proportion to 1 / k^exponent (Zipf 1949)
};

struct PopularitySpec {
  PopularityKind kind = PopularityKind::uniform;
  double exponent = 0;  ///< zipf only; above zero
  friend bool operator==(const PopularitySpec&, const PopularitySpec&) = default;
};

/// Draws numbers in [0, count), 0 being the most wanted. Built in O(count); a draw costs O(log count).
class Popularity {
 public:
  Popularity(PopularitySpec spec, std::uint64_t count);
  std::uint64_t draw(Rng& rng) const;

 private:
  std::uint64_t count_;
  std::vector<double> cumulative_;  // zipf: sums of weights; empty when uniform
};

}  // namespace crisper::sim
