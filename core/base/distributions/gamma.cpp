#include <cmath>

#include "core/base/deterministic_math.hpp"
#include "core/base/distributions/laws.hpp"

namespace crisper::distribution_laws {
namespace {

/// With this shape, at least 1, and scale one: G. Marsaglia, W. W. Tsang: A simple method for generating gamma
/// variables, ACM Transactions on Mathematical Software 26 (2000), without the squeeze.
double gamma_of_shape(double shape, Rng& rng) {
  const double d = shape - 1.0 / 3;
  const double c = 1 / std::sqrt(9 * d);
  while (true) {
    const double x = standard_normal(rng);
    const double root = 1 + c * x;
    if (root <= 0) continue;
    const double v = root * root * root;
    if (portable_log(1.0 - rng.unit()) < x * x / 2 + d * (1 - v + portable_log(v))) return d * v;
  }
}

}  // namespace

DistributionLaw gamma() {
  return {.draw = [](const Distribution& of, Rng& rng) {
            const double shape = 1 / (of.cv * of.cv);
            const double scale = told_mean(of) / shape;
            if (shape >= 1) return scale * gamma_of_shape(shape, rng);
            // Below 1: one of the shape above, times U^(1 / shape) (the same paper, section 6).
            const double larger = gamma_of_shape(shape + 1, rng);
            const double power = portable_log(1.0 - rng.unit()) / shape;
            return power < -600 ? 0.0 : scale * larger * portable_exp(power);
          },
          .mean = told_mean,
          .deviation = told_deviation};
}

}  // namespace crisper::distribution_laws
