#include "core/base/deterministic_math.hpp"

#include <bit>
#include <cstdint>

#include "core/base/assert.hpp"

namespace crisper {
namespace {

constexpr double ln2_high = 6.93147180369123816490e-01;  // ln 2 split in two, so that n * ln2_high is exact
constexpr double ln2_low = 1.90821492927058770002e-10;

/// x * 2^n without calling the C library.
double scale(double x, int n) {
  while (n > 1000) {
    x *= 0x1p1000;
    n -= 1000;
  }
  while (n < -1000) {
    x *= 0x1p-1000;
    n += 1000;
  }
  return x * std::bit_cast<double>(static_cast<std::uint64_t>(1023 + n) << 52);
}

}  // namespace

double portable_log(double x) {
  CRISPER_ASSERT(x > 0, "a logarithm needs a positive number");
  if (x < 0x1p-1022) return portable_log(x * 0x1p64) - 64 * (ln2_high + ln2_low);  // subnormal
  const auto bits = std::bit_cast<std::uint64_t>(x);
  int exponent = static_cast<int>(bits >> 52) - 1023;
  double mantissa = std::bit_cast<double>((bits & 0xfffffffffffffULL) | (1023ULL << 52));  // in [1, 2)
  if (mantissa > 1.4142135623730951) {
    mantissa *= 0.5;
    ++exponent;
  }
  // log m = 2 atanh((m - 1) / (m + 1)); |ratio| < 0.172, so eleven odd terms reach double precision.
  const double ratio = (mantissa - 1) / (mantissa + 1);
  const double square = ratio * ratio;
  double series = 0;
  for (int k = 23; k >= 1; k -= 2) series = series * square + 1.0 / k;
  return exponent * ln2_high + (2 * ratio * series + exponent * ln2_low);
}

double portable_exp(double x) {
  CRISPER_ASSERT(x > -700 && x < 700, "the exponential would leave the range of a double");
  const double turns = x / (ln2_high + ln2_low);
  const int n = static_cast<int>(turns + (turns < 0 ? -0.5 : 0.5));
  const double rest = (x - n * ln2_high) - n * ln2_low;  // |rest| <= 0.35
  double series = 1;
  for (int k = 16; k >= 1; --k) series = 1 + series * rest / k;
  return scale(series, n);
}

double portable_pow(double base, double exponent) { return portable_exp(exponent * portable_log(base)); }

}  // namespace crisper
