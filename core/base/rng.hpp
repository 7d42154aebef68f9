// Rng: random numbers keyed by name, so that what one part draws never changes what another part draws.
#pragma once

#include <cstdint>
#include <string_view>

#include "core/base/digest.hpp"
#include "core/base/sim_time.hpp"

namespace crisper {

/// A probability as an exact ratio of parts per billion, so that "1%" is the same on every machine.
struct Probability {
  std::uint32_t parts_per_billion = 0;
  static constexpr std::uint32_t one = 1'000'000'000;
  friend constexpr auto operator<=>(Probability, Probability) = default;
};

/// The n-th draw of the stream `key`: a pure function, so a draw can be asked for again or skipped.
constexpr std::uint64_t draw_at(std::uint64_t key, std::uint64_t n) {
  return mix_bits(key + (n + 1) * 0x9e3779b97f4a7c15ULL);
}

/// A counter-based stream of random numbers (SplitMix64 over key + counter). Copying one copies its place.
class Rng {
 public:
  explicit constexpr Rng(std::uint64_t key) : key_(key) {}

  /// The stream called `name` below this one; independent of how much either has drawn.
  constexpr Rng fork(std::string_view name) const { return Rng(mix_bits(key_ ^ name_key(name))); }
  constexpr Rng fork(std::uint64_t number) const {
    return Rng(mix_bits(key_ ^ mix_bits(number + 0x51ed270b9f652295ULL)));
  }

  constexpr std::uint64_t next() { return draw_at(key_, counter_++); }

  /// A whole number in [0, bound), bound > 0 (multiply-shift; the bias is below bound / 2^64).
  std::uint64_t below(std::uint64_t bound);
  /// A whole number in [low, high], both included.
  std::int64_t between(std::int64_t low, std::int64_t high);
  /// A double in [0, 1) with 53 random bits.
  double unit();
  bool chance(Probability probability);
  /// A span in [low, high].
  Duration between(Duration low, Duration high);
  /// An exponentially distributed span with this mean: the gaps of a Poisson process. At most 64 means long.
  Duration exponential(Duration mean);

 private:
  std::uint64_t key_;
  std::uint64_t counter_ = 0;
};

}  // namespace crisper
