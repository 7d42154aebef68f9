// How long several things take together, and how often one takes too long.
#include "properties/lint/time_sum.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <cmath>

namespace crisper::properties {
namespace {

using namespace std::chrono_literals;

double in_ms(Duration span) { return std::chrono::duration<double, std::milli>(span).count(); }

TEST(ChanceOfAsLong, is_what_each_law_says) {
  // Wrong: a timeout that one commit in ten outlasts passes for safe, or one that none outlasts for a mistake.
  EXPECT_EQ(chance_of_as_long(Distribution(5ms), 5ms), 1);
  EXPECT_EQ(chance_of_as_long(Distribution(5ms), 6ms), 0);
  EXPECT_EQ(chance_of_as_long(Distribution(), 1ms), 0);
  EXPECT_DOUBLE_EQ(chance_of_as_long(Distribution::uniform(10ms, 50ms), 40ms), 0.25);
  EXPECT_EQ(chance_of_as_long(Distribution::uniform(10ms, 50ms), 10ms), 1);
  EXPECT_EQ(chance_of_as_long(Distribution::uniform(10ms, 50ms), 51ms), 0);
  EXPECT_NEAR(chance_of_as_long(Distribution::exponential(10ms), 20ms), std::exp(-2), 1e-12);
  // The median of a lognormal whose logarithm's variance is ln 2: the mean over the root of 2.
  EXPECT_NEAR(chance_of_as_long(Distribution::lognormal(10ms, 1), 7071068ns), 0.5, 1e-6);
  // Of shape 1 it is an exponential, of shape 4 e^-x (1 + x + x^2 / 2 + x^3 / 6), with x = 12.
  EXPECT_NEAR(chance_of_as_long(Distribution::gamma(10ms, 1), 30ms), std::exp(-3), 1e-9);
  EXPECT_NEAR(chance_of_as_long(Distribution::gamma(10ms, 0.5), 30ms), std::exp(-12) * (1 + 12 + 72 + 288), 1e-9);
  // The same below its mean, and of one whose many are short and few very long: shape 0.01, at x = 0.5.
  EXPECT_NEAR(chance_of_as_long(Distribution::gamma(10ms, 0.5), 5ms), std::exp(-2) * (1 + 2 + 2 + 8.0 / 6), 1e-9);
  EXPECT_NEAR(chance_of_as_long(Distribution::gamma(10ms, 10), 500ms), 0.0056, 2e-4);
  const Distribution table = Distribution::quantiles(
      {{Probability{0}, 1ms}, {Probability{900'000'000}, 2ms}, {Probability{Probability::one}, 12ms}});
  EXPECT_NEAR(chance_of_as_long(table, 2ms), 0.1, 1e-9);
  EXPECT_NEAR(chance_of_as_long(table, 7ms), 0.05, 1e-9);
  EXPECT_EQ(chance_of_as_long(table, 13ms), 0);
}

TEST(TimeSum, of_what_never_varies_is_a_sum) {
  // Wrong: a lease that is as long as the work passes for longer.
  TimeSum sum;
  sum.add(3ms);
  sum.add(1ms, 2ms);
  sum.add(4ms, Speeds{.slowest = 0.5, .fastest = 2});
  EXPECT_EQ(sum.least(), 6ms);
  EXPECT_EQ(sum.average(), 13ms);
  EXPECT_EQ(sum.nearly_most(), 13ms);
  EXPECT_EQ(TimeSum().nearly_most(), 0ms);
}

TEST(TimeSum, is_longer_than_nearly_most_once_in_a_thousand) {
  // Wrong: the tails of all parts are added, and a wait that is long enough is called too short; or none is.
  TimeSum one;
  one.add(Distribution::exponential(10ms));
  one.add(5ms);
  EXPECT_EQ(one.least(), 5ms);
  EXPECT_EQ(one.average(), 15ms);
  EXPECT_NEAR(in_ms(one.nearly_most()), 5 + 69.08, 12);
  TimeSum four;
  for (int i = 0; i < 4; ++i) four.add(Distribution::exponential(10ms));
  // e^-x (1 + x + x^2 / 2 + x^3 / 6) is 0.001 at x = 13.06.
  EXPECT_NEAR(in_ms(four.nearly_most()), 130.6, 15);
  TimeSum again;
  for (int i = 0; i < 4; ++i) again.add(Distribution::exponential(10ms));
  EXPECT_EQ(four.nearly_most(), again.nearly_most()) << "the same draws each time";
}

}  // namespace
}  // namespace crisper::properties
