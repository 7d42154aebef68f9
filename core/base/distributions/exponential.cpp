#include "core/base/deterministic_math.hpp"
#include "core/base/distributions/laws.hpp"

namespace crisper::distribution_laws {

DistributionLaw exponential() {
  // By inversion, as Rng::exponential.
  return {.draw = [](const Distribution& of, Rng& rng) { return -portable_log(1.0 - rng.unit()) * told_mean(of); },
          .mean = told_mean,
          .deviation = told_mean};
}

}  // namespace crisper::distribution_laws
