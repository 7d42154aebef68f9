// The Universal Scalability Law (N. Gunther, Guerrilla Capacity Planning, 2007): how throughput grows with how much
// goes on at once, and why it stops growing.
#pragma once

#include <cstddef>
#include <optional>
#include <span>

namespace crisper::properties {

/// Measured: so many commands there at once, on average, and so many done per second.
struct LoadPoint {
  double at_once = 0;
  double per_second = 0;
};

/// X(N) = gamma * N / (1 + sigma * (N - 1) + kappa * N * (N - 1))
struct ScalabilityFit {
  double gamma = 0;  ///< per second with one at a time
  double sigma = 0;  ///< contention, from 0 to 1: the share of the work that only one can do at a time
  double kappa = 0;  ///< crosstalk: what each costs each other
  double error = 0;  ///< root mean square of the relative errors in X
  std::size_t points = 0;
  friend bool operator==(const ScalabilityFit&, const ScalabilityFit&) = default;

  double per_second(double at_once) const;
  /// Where throughput is greatest, at once; nothing where it only grows.
  std::optional<double> peak_at_once() const;
  /// The most that throughput comes to or, without crosstalk, near; nothing where nothing limits it.
  std::optional<double> most_per_second() const;
};

inline constexpr std::size_t scalability_points_least = 4;

/// By least squares of what N / X is (the stay, by Little's law), which is linear in N and N * (N - 1), each point
/// counting by its relative error, and no coefficient below zero. Nothing where there are fewer points than that with
/// numbers of their own above zero.
std::optional<ScalabilityFit> fit_scalability(std::span<const LoadPoint> points);

}  // namespace crisper::properties
