#include "core/base/distributions/laws.hpp"

namespace crisper::distribution_laws {

DistributionLaw uniform() {
  // In whole nanoseconds, and with the one draw that a range has always taken.
  return {.draw = [](const Distribution& of,
                     Rng& rng) { return static_cast<double>(rng.between(of.least(), of.nearly_most()).count()); },
          .mean = [](const Distribution& of) {
            return (static_cast<double>(of.least().count()) + static_cast<double>(of.nearly_most().count())) / 2;
          },
          .deviation = [](const Distribution& of) {
            constexpr double root_of_12 = 3.4641016151377546;
            return static_cast<double>((of.nearly_most() - of.least()).count()) / root_of_12;
          },
          .most = [](const Distribution& of) { return of.points.back().value; },
          .least = [](const Distribution& of) { return of.points.front().value; }};
}

}  // namespace crisper::distribution_laws
