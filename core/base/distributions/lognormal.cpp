#include <cmath>

#include "core/base/deterministic_math.hpp"
#include "core/base/distributions/laws.hpp"

namespace crisper::distribution_laws {

/// Marsaglia's polar method (G. Marsaglia, T. A. Bray: A convenient method for generating normal variables, SIAM Review
/// 6, 1964): no sine, which differs between C libraries. A square root is rounded alike everywhere (IEEE 754). The
/// second number that it makes is dropped, so that a draw leaves nothing behind but the stream's place.
double standard_normal(Rng& rng) {
  while (true) {
    const double x = 2 * rng.unit() - 1;
    const double y = 2 * rng.unit() - 1;
    const double square = x * x + y * y;
    if (square >= 1 || square == 0) continue;
    return x * std::sqrt(-2 * portable_log(square) / square);
  }
}

DistributionLaw lognormal() {
  // e^N(mu, sigma^2) has mean e^(mu + sigma^2 / 2), and its squared coefficient of variation is e^(sigma^2) - 1.
  return {.draw = [](const Distribution& of, Rng& rng) {
            const double variance = portable_log(1 + of.cv * of.cv);
            return told_mean(of) * portable_exp(std::sqrt(variance) * standard_normal(rng) - variance / 2);
          },
          .mean = told_mean,
          .deviation = told_deviation};
}

}  // namespace crisper::distribution_laws
