#include "core/base/distributions/laws.hpp"

namespace crisper::distribution_laws {

DistributionLaw constant() {
  const auto always = [](const Distribution& of) { return of.mean; };
  return {.draw = [](const Distribution& of, Rng&) { return told_mean(of); },
          .mean = told_mean,
          .deviation = [](const Distribution&) { return 0.0; },
          .most = always,
          .least = always};
}

}  // namespace crisper::distribution_laws
