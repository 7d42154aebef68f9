#include "properties/lint/time_sum.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>

namespace crisper::properties {
namespace {

double nanos(Duration span) { return static_cast<double>(span.count()); }

/// At this speed; no sum of a hundred overflows.
Duration at_speed(Duration takes, double speed) {
  const double most = nanos(Distribution::longest);
  return Duration(static_cast<std::int64_t>(std::min(nanos(takes) / speed, most)));
}

/// Linear between its points.
double share_as_long(const std::vector<QuantilePoint>& points, Duration span) {
  if (span <= points.front().value) return 1;
  if (span > points.back().value) return 0;
  std::size_t i = 1;
  while (points[i].value < span) ++i;
  const QuantilePoint& low = points[i - 1];
  const QuantilePoint& high = points[i];
  const auto share = [](const QuantilePoint& point) {
    return static_cast<double>(point.share.parts_per_billion) / Probability::one;
  };
  const double along = nanos(span - low.value) / nanos(high.value - low.value);
  return 1 - (share(low) + (share(high) - share(low)) * along);
}

/// x^shape e^-x / gamma(shape): what both forms of the incomplete gamma function have in common.
double gamma_factor(double shape, double x) { return std::exp(shape * std::log(x) - x - std::lgamma(shape)); }

/// The regularised lower incomplete gamma function, by its series, which serves where x is no more than shape + 1.
double gamma_head(double shape, double x) {
  double term = 1 / shape;
  double sum = term;
  for (int i = 1; i <= 10'000 && term > sum * 1e-12; ++i) {
    term *= x / (shape + i);
    sum += term;
  }
  return gamma_factor(shape, x) * sum;
}

/// The regularised upper incomplete gamma function, by its continued fraction (both: Press et al., Numerical Recipes,
/// 6.2: modified Lentz).
double gamma_tail(double shape, double x) {
  if (x <= shape + 1) return 1 - gamma_head(shape, x);
  constexpr double tiny = 1e-300;
  double b = x + 1 - shape;
  double c = 1 / tiny;
  double d = 1 / b;
  double fraction = d;
  for (int i = 1; i <= 10'000; ++i) {  // as many as the root of the shape, and some
    const double a = -i * (i - shape);
    b += 2;
    d = a * d + b;
    if (std::abs(d) < tiny) d = tiny;
    c = b + a / c;
    if (std::abs(c) < tiny) c = tiny;
    d = 1 / d;
    fraction *= c * d;
    if (std::abs(c * d - 1) < 1e-12) break;
  }
  return gamma_factor(shape, x) * fraction;
}

}  // namespace

double chance_of_as_long(const Distribution& takes, Duration span) {
  if (span <= takes.least()) return 1;
  if (takes.mean == Duration::zero() && takes.points.empty()) return 0;  // it takes no time
  const double means = nanos(span) / std::max(nanos(takes.mean), 1.0);
  switch (takes.kind) {
    case DistributionKind::constant:
      return 0;
    case DistributionKind::uniform:
    case DistributionKind::quantiles:
      return share_as_long(takes.points, span);
    case DistributionKind::exponential:
      return std::exp(-means);
    case DistributionKind::lognormal: {
      const double variance = std::log1p(takes.cv * takes.cv);
      return std::erfc((std::log(means) + variance / 2) / std::sqrt(2 * variance)) / 2;
    }
    case DistributionKind::gamma: {
      const double shape = 1 / (takes.cv * takes.cv);
      return gamma_tail(shape, means * shape);
    }
  }
  return 0;
}

void TimeSum::add(const Distribution& low, const Distribution& high, Speeds speeds) {
  parts_.push_back({low, high, speeds});
}

Duration TimeSum::least() const {
  Duration sum{};
  for (const Part& each : parts_) sum += at_speed(each.low.least(), each.speeds.fastest);
  return sum;
}

Duration TimeSum::average() const {
  Duration sum{};
  for (const Part& each : parts_) sum += at_speed(each.high.average(), each.speeds.slowest);
  return sum;
}

Duration TimeSum::nearly_most() const {
  constexpr std::size_t draws = 10'000, longer = draws / 1000;
  Duration always{};
  std::vector<Duration> sums;
  for (std::size_t i = 0; i < parts_.size(); ++i) {
    const Part& part = parts_[i];
    if (part.high.is_constant()) {
      always += at_speed(part.high.mean, part.speeds.slowest);
      continue;
    }
    sums.resize(draws);
    Rng rng = Rng(name_key("time sum")).fork(i);
    for (Duration& sum : sums) sum += at_speed(part.high.draw(rng), part.speeds.slowest);
  }
  if (sums.empty()) return always;
  const auto place = sums.end() - static_cast<std::ptrdiff_t>(longer) - 1;
  std::nth_element(sums.begin(), place, sums.end());
  return always + *place;
}

}  // namespace crisper::properties
