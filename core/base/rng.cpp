#include "core/base/rng.hpp"

#include "core/base/assert.hpp"
#include "core/base/deterministic_math.hpp"

namespace crisper {

std::uint64_t Rng::below(std::uint64_t bound) {
  CRISPER_ASSERT(bound > 0, "an empty range has no number to draw");
  __extension__ using Wide = unsigned __int128;
  return static_cast<std::uint64_t>((static_cast<Wide>(next()) * bound) >> 64);
}

std::int64_t Rng::between(std::int64_t low, std::int64_t high) {
  CRISPER_ASSERT(low <= high, "a range runs from low to high");
  const std::uint64_t width = static_cast<std::uint64_t>(high) - static_cast<std::uint64_t>(low) + 1;
  const std::uint64_t offset = width == 0 ? next() : below(width);
  return static_cast<std::int64_t>(static_cast<std::uint64_t>(low) + offset);
}

double Rng::unit() { return static_cast<double>(next() >> 11) * 0x1p-53; }

bool Rng::chance(Probability probability) { return below(Probability::one) < probability.parts_per_billion; }

Duration Rng::between(Duration low, Duration high) { return Duration(between(low.count(), high.count())); }

Duration Rng::exponential(Duration mean) {
  CRISPER_ASSERT(mean >= Duration::zero(), "a mean gap is never negative");
  const double gap = -portable_log(1.0 - unit()) * static_cast<double>(mean.count());
  return Duration(static_cast<std::int64_t>(gap + 0.5));
}

}  // namespace crisper
