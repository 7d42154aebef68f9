#include <cmath>
#include <cstddef>

#include "core/base/distributions/laws.hpp"

namespace crisper::distribution_laws {
namespace {

double ns(const QuantilePoint& point) { return static_cast<double>(point.value.count()); }
double share(const QuantilePoint& point) {
  return static_cast<double>(point.share.parts_per_billion) / Probability::one;
}

/// Adds up f(share of the piece, its lower end, its upper end).
template <class F>
double sum_over_pieces(const Distribution& of, F f) {
  double sum = 0;
  for (std::size_t i = 1; i < of.points.size(); ++i) {
    const QuantilePoint& low = of.points[i - 1];
    const QuantilePoint& high = of.points[i];
    sum += f(share(high) - share(low), ns(low), ns(high));
  }
  return sum;
}

/// By inversion: a share at random, and the value that the table has for it.
double draw_quantile(const Distribution& of, Rng& rng) {
  const double at = rng.unit();
  std::size_t i = 1;
  while (i + 1 < of.points.size() && share(of.points[i]) <= at) ++i;
  const QuantilePoint& low = of.points[i - 1];
  const QuantilePoint& high = of.points[i];
  return ns(low) + (ns(high) - ns(low)) * (at - share(low)) / (share(high) - share(low));
}

double mean_of_pieces(const Distribution& of) {
  return sum_over_pieces(of, [](double part, double low, double high) { return part * (low + high) / 2; });
}

double deviation_of_pieces(const Distribution& of) {
  const double mean = mean_of_pieces(of);
  return std::sqrt(sum_over_pieces(of, [mean](double part, double low, double high) {
    const double a = low - mean;
    const double b = high - mean;
    return part * (a * a + a * b + b * b) / 3;  // of a uniform piece, about the mean of all
  }));
}

}  // namespace

DistributionLaw quantiles() {
  return {.draw = draw_quantile,
          .mean = mean_of_pieces,
          .deviation = deviation_of_pieces,
          .most = [](const Distribution& of) { return of.points.back().value; },
          .least = [](const Distribution& of) { return of.points.front().value; }};
}

}  // namespace crisper::distribution_laws
