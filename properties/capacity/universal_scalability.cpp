#include "properties/capacity/universal_scalability.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <set>
#include <vector>

namespace crisper::properties {
namespace {

/// N / X = r[0] + r[1] * N + r[2] * N * (N - 1): the stay of one alone, what it waits for others, what it costs them.
using ScalabilityTerms = std::array<double, 3>;

/// Divided by N / X, so that the sum of all terms is to be one: then what differs from one is a relative error.
ScalabilityTerms scalability_terms(const LoadPoint& point) {
  const double per_stay = point.per_second / point.at_once;
  return {per_stay, per_stay * point.at_once, per_stay * point.at_once * (point.at_once - 1)};
}

double scalability_sum(const ScalabilityTerms& terms, const ScalabilityTerms& by) {
  return terms[0] * by[0] + terms[1] * by[1] + terms[2] * by[2];
}

double scalability_squares(std::span<const LoadPoint> points, const ScalabilityTerms& by) {
  double squares = 0;
  for (const LoadPoint& each : points) squares += std::pow(scalability_sum(scalability_terms(each), by) - 1, 2);
  return squares;
}

/// Least squares in the terms of the set, the others zero: normal equations, by Gauss's elimination. Nothing where they
/// determine nothing.
std::optional<ScalabilityTerms> scalability_least_squares(std::span<const LoadPoint> points, unsigned set) {
  std::array<std::array<double, 4>, 3> rows{};
  for (const LoadPoint& each : points) {
    const ScalabilityTerms terms = scalability_terms(each);
    for (std::size_t i = 0; i < 3; ++i) {
      for (std::size_t k = 0; k < 3; ++k) rows[i][k] += terms[i] * terms[k];
      rows[i][3] += terms[i];
    }
  }
  std::vector<std::size_t> in;
  for (std::size_t i = 0; i < 3; ++i) {
    if ((set >> i & 1U) != 0) in.push_back(i);
  }
  std::array<double, 3> scale{rows[0][0], rows[1][1], rows[2][2]};
  for (std::size_t step = 0; step < in.size(); ++step) {
    const auto from = in.begin() + static_cast<std::ptrdiff_t>(step);
    const std::size_t column = *from;
    for (const std::size_t row : in) {
      if (row == column) continue;
      const double pivot = rows[column][column];
      if (!(std::abs(pivot) > 1e-12 * scale[column])) return std::nullopt;
      const double factor = rows[row][column] / pivot;
      for (std::size_t k = 0; k < 4; ++k) rows[row][k] -= factor * rows[column][k];
    }
  }
  ScalabilityTerms found{};
  for (const std::size_t each : in) {
    if (!(std::abs(rows[each][each]) > 1e-12 * scale[each])) return std::nullopt;
    found[each] = rows[each][3] / rows[each][each];
  }
  return found;
}

/// Of all sets of coefficients, the best in which none is below zero: with three there are seven.
std::optional<ScalabilityTerms> scalability_not_below_zero(std::span<const LoadPoint> points) {
  std::optional<ScalabilityTerms> best;
  double least = std::numeric_limits<double>::infinity();
  for (unsigned set = 1; set < 8; ++set) {
    const auto found = scalability_least_squares(points, set);
    if (!found || std::ranges::min(*found) < 0) continue;
    const double squares = scalability_squares(points, *found);
    // More coefficients than needed say nothing: as good takes the first, which has fewer or earlier ones.
    if (!std::isfinite(squares) || squares + 1e-12 >= least) continue;
    best = found;
    least = squares;
  }
  return best;
}

}  // namespace

double ScalabilityFit::per_second(double at_once) const {
  return gamma * at_once / (1 + sigma * (at_once - 1) + kappa * at_once * (at_once - 1));
}

std::optional<double> ScalabilityFit::peak_at_once() const {
  if (kappa <= 0) return std::nullopt;
  return std::sqrt((1 - sigma) / kappa);
}

std::optional<double> ScalabilityFit::most_per_second() const {
  if (const auto peak = peak_at_once()) return per_second(std::max(*peak, 1.0));
  if (sigma <= 0) return std::nullopt;
  return gamma / sigma;
}

std::optional<ScalabilityFit> fit_scalability(std::span<const LoadPoint> all) {
  std::vector<LoadPoint> points;
  std::set<double> numbers;
  for (const LoadPoint& each : all) {
    if (!(each.at_once > 0) || !(each.per_second > 0)) continue;
    points.push_back(each);
    numbers.insert(each.at_once);
  }
  if (numbers.size() < scalability_points_least) return std::nullopt;
  const auto found = scalability_not_below_zero(points);
  if (!found) return std::nullopt;
  const double alone = (*found)[0] + (*found)[1];  // the stay with one at once
  if (!(alone > 0)) return std::nullopt;
  ScalabilityFit fit{.gamma = 1 / alone, .sigma = (*found)[1] / alone, .kappa = (*found)[2] / alone,
                     .points = points.size()};
  double squares = 0;
  for (const LoadPoint& each : points) {
    squares += std::pow(fit.per_second(each.at_once) / each.per_second - 1, 2);
  }
  fit.error = std::sqrt(squares / static_cast<double>(points.size()));
  return fit;
}

}  // namespace crisper::properties
