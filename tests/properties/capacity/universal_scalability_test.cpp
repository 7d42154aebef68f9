#include "properties/capacity/universal_scalability.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace crisper::properties {
namespace {

std::vector<LoadPoint> points_of(const ScalabilityFit& law, double wobble = 0) {
  std::vector<LoadPoint> points;
  double sign = 1;
  for (const double at_once : {0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0}) {
    points.push_back({at_once, law.per_second(at_once) * (1 + sign * wobble)});
    sign = -sign;
  }
  return points;
}

TEST(UniversalScalability, finds_the_coefficients_that_made_the_points) {
  // Wrong: a design would be told a limit that isn't its own.
  const auto fit = fit_scalability(points_of({.gamma = 100, .sigma = 0.05, .kappa = 0.001}));
  ASSERT_TRUE(fit);
  EXPECT_NEAR(fit->gamma, 100, 1e-6);
  EXPECT_NEAR(fit->sigma, 0.05, 1e-9);
  EXPECT_NEAR(fit->kappa, 0.001, 1e-9);
  EXPECT_NEAR(fit->error, 0, 1e-9);
  EXPECT_NEAR(fit->peak_at_once().value(), std::sqrt(0.95 / 0.001), 1e-4);
  EXPECT_NEAR(fit->most_per_second().value(), fit->per_second(std::sqrt(0.95 / 0.001)), 1e-4);
}

TEST(UniversalScalability, comes_near_where_what_was_measured_wobbles) {
  const auto fit = fit_scalability(points_of({.gamma = 40, .sigma = 0.1, .kappa = 0.002}, 0.03));
  ASSERT_TRUE(fit);
  EXPECT_NEAR(fit->gamma, 40, 4);
  EXPECT_NEAR(fit->sigma, 0.1, 0.03);
  EXPECT_NEAR(fit->kappa, 0.002, 0.0005);
  EXPECT_NEAR(fit->error, 0.03, 0.01);
}

TEST(UniversalScalability, knows_one_server_by_its_half_and_its_rate) {
  // M/M/1: X = mu * N / (1 + N), which is gamma = mu / 2 and sigma = 1/2.
  std::vector<LoadPoint> points;
  for (const double busy : {0.1, 0.3, 0.5, 0.7, 0.9, 0.97}) points.push_back({busy / (1 - busy), 10 * busy});
  const auto fit = fit_scalability(points);
  ASSERT_TRUE(fit);
  EXPECT_NEAR(fit->gamma, 5, 1e-6);
  EXPECT_NEAR(fit->sigma, 0.5, 1e-6);
  EXPECT_EQ(fit->kappa, 0);
  EXPECT_FALSE(fit->peak_at_once());
  EXPECT_NEAR(fit->most_per_second().value(), 10, 1e-6);
}

TEST(UniversalScalability, sees_no_limit_where_the_stay_never_grows) {
  const auto fit = fit_scalability(points_of({.gamma = 20, .sigma = 0, .kappa = 0}));
  ASSERT_TRUE(fit);
  EXPECT_EQ(fit->sigma, 0);
  EXPECT_EQ(fit->kappa, 0);
  EXPECT_FALSE(fit->most_per_second());
}

TEST(UniversalScalability, no_coefficient_is_below_zero) {
  // Stays that fall with the load (a batch that fills) are no law of this kind: it says by how much it misses.
  std::vector<LoadPoint> points;
  for (const double at_once : {1.0, 2.0, 4.0, 8.0}) points.push_back({at_once, at_once * at_once});
  const auto fit = fit_scalability(points);
  ASSERT_TRUE(fit);
  EXPECT_GE(fit->gamma, 0);
  EXPECT_GE(fit->sigma, 0);
  EXPECT_GE(fit->kappa, 0);
  EXPECT_GT(fit->error, 0.15);
}

TEST(UniversalScalability, takes_four_loads) {
  EXPECT_FALSE(fit_scalability({}));
  const std::vector<LoadPoint> same(9, {2, 10});
  EXPECT_FALSE(fit_scalability(same));
  const std::vector<LoadPoint> idle{{0, 0}, {1, 10}, {2, 15}, {4, 18}};
  EXPECT_FALSE(fit_scalability(idle));
}

}  // namespace
}  // namespace crisper::properties
