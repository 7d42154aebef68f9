#include "core/base/distribution.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

namespace crisper {
namespace {

using namespace crisper::literals;

constexpr std::size_t draws = 200'000;

std::vector<double> drawn_ms(const Distribution& from, std::uint64_t key) {
  Rng rng(key);
  std::vector<double> all;
  for (std::size_t i = 0; i < draws; ++i) all.push_back(to_seconds(from.draw(rng)) * 1000);
  return all;
}

double mean_of(const std::vector<double>& all) {
  double sum = 0;
  for (const double each : all) sum += each;
  return sum / static_cast<double>(all.size());
}

double deviation_of(const std::vector<double>& all) {
  const double mean = mean_of(all);
  double sum = 0;
  for (const double each : all) sum += (each - mean) * (each - mean);
  return std::sqrt(sum / static_cast<double>(all.size()));
}

/// What the law says: the mean and the deviation, and which share of all draws is at most so long.
struct Share {
  double ms;
  double at_most;
};
struct Law {
  std::string name;
  Distribution of;
  double mean_ms;
  double deviation_ms;
  std::vector<Share> shares;
};

std::vector<Law> laws() {
  const auto table = Distribution::quantiles({{Probability{0}, 1ms},
                                              {Probability{500'000'000}, 2ms},
                                              {Probability{900'000'000}, 4ms},
                                              {Probability{Probability::one}, 14ms}});
  return {
      {"constant", 10ms, 10, 0, {{9.999, 0}, {10, 1}}},
      {"uniform", Distribution::uniform(5ms, 15ms), 10, 10 / std::sqrt(12.0), {{7.5, 0.25}, {14, 0.9}}},
      // 1 - e^-x
      {"exponential", Distribution::exponential(10ms), 10, 10, {{10, 0.63212}, {30, 0.95021}}},
      // The logarithm's variance is ln 2: the median is the mean over the root of 2, and the mean is at Phi(0.41628).
      {"lognormal", Distribution::lognormal(10ms, 1), 10, 10, {{7.0711, 0.5}, {10, 0.66140}}},
      // Of shape 4: 1 - e^-x (1 + x + x^2 / 2 + x^3 / 6) with x = 4 and 8.
      {"gamma of four steps", Distribution::gamma(10ms, 0.5), 10, 5, {{10, 0.56653}, {20, 0.95762}}},
      {"gamma of one step", Distribution::gamma(10ms, 1), 10, 10, {{10, 0.63212}, {30, 0.95021}}},
      // Of shape 1/2: the square of a standard normal number, times the mean.
      {"gamma of half a step", Distribution::gamma(10ms, std::sqrt(2.0)), 10, 14.142, {{10, 0.68269}, {40, 0.95450}}},
      // Half about 1.5, four tenths about 3, one about 9: 2.85; and
      // 0.5 (1/12 + 1.35^2) + 0.4 (4/12 + 0.15^2) + 0.1 (100/12 + 6.15^2)
      {"quantiles", table, 2.85, std::sqrt(5.711), {{1, 0}, {2, 0.5}, {3, 0.7}, {4, 0.9}, {9, 0.95}, {14, 1}}},
  };
}

TEST(Distribution, draws_have_the_mean_the_deviation_and_the_quantiles_of_their_law) {
  // Wrong: a queue would grow by another law than the one that the scenario names.
  for (const Law& law : laws()) {
    const std::vector<double> all = drawn_ms(law.of, 20);
    // Five standard errors; a tail makes the deviation less sure.
    const double error = 5 * law.deviation_ms / std::sqrt(static_cast<double>(draws));
    EXPECT_NEAR(mean_of(all), law.mean_ms, error + 1e-6) << law.name;
    EXPECT_NEAR(deviation_of(all), law.deviation_ms, 0.04 * law.deviation_ms + 1e-6) << law.name;
    for (const Share& share : law.shares) {
      const auto below = std::ranges::count_if(all, [&](double each) { return each <= share.ms; });
      EXPECT_NEAR(static_cast<double>(below) / draws, share.at_most, 0.006) << law.name << " to " << share.ms;
    }
  }
}

TEST(Distribution, says_of_itself_what_its_draws_come_to) {
  // Wrong: lint and timeouts would count with another mean than the run has.
  for (const Law& law : laws()) {
    EXPECT_NEAR(to_seconds(law.of.average()) * 1000, law.mean_ms, 0.001) << law.name;
    EXPECT_NEAR(to_seconds(law.of.deviation()) * 1000, law.deviation_ms, 0.001) << law.name;
    const std::vector<double> all = drawn_ms(law.of, 21);
    const auto [least, most] = std::ranges::minmax(all);
    EXPECT_GE(least, to_seconds(law.of.least()) * 1000) << law.name;
    const double nearly_most = to_seconds(law.of.nearly_most()) * 1000;
    const auto above = std::ranges::count_if(all, [&](double each) { return each > nearly_most; });
    EXPECT_LE(above, static_cast<std::ptrdiff_t>(draws / 1000)) << law.name << ", up to " << most;
  }
}

TEST(Distribution, each_kind_there_is_has_a_law_here) {
  // Wrong: a kind that is added and never measured.
  for (const DistributionKind kind : values_of<DistributionKind>) {
    const auto all = laws();
    EXPECT_TRUE(std::ranges::any_of(all, [&](const Law& law) { return law.of.kind == kind; })) << name_of(kind);
  }
}

TEST(Distribution, a_constant_draws_nothing_from_its_stream) {
  // Wrong: runs of scenarios without any chance in their costs would be others than before.
  Rng rng(3);
  EXPECT_EQ(Distribution(5ms).draw(rng), 5ms);
  EXPECT_EQ(rng.next(), draw_at(3, 0));
}

TEST(Distribution, draws_as_streams_have_always_drawn) {
  // Wrong: a range of commit times would give other runs than it did.
  Rng here(4), there(4);
  EXPECT_EQ(Distribution::exponential(20ms).draw(here), there.exponential(20ms));
  EXPECT_EQ(Distribution::uniform(1ms, 30ms).draw(here), there.between(Duration(1ms), Duration(30ms)));
}

TEST(Distribution, no_draw_is_negative_or_beyond_what_sums_can_hold) {
  // Wrong: a tail that turns time back.
  const Distribution wild = Distribution::lognormal(Distribution::longest, 10);
  const Distribution wilder = Distribution::gamma(Distribution::longest, 10);
  for (const Distribution& each : {wild, wilder}) {
    Rng rng(5);
    for (int i = 0; i < 20'000; ++i) {
      const Duration drawn = each.draw(rng);
      ASSERT_GE(drawn, Duration::zero());
      ASSERT_LE(drawn, Distribution::longest);
    }
  }
}

TEST(Distribution, is_told_apart_by_all_that_it_says) {
  // Wrong: a changed cost that is taken for the same scenario.
  EXPECT_EQ(Distribution(5ms), Distribution(5'000us));
  EXPECT_NE(Distribution::exponential(5ms), Distribution(5ms));
  EXPECT_NE(Distribution::gamma(5ms, 0.5), Distribution::gamma(5ms, 0.4));
  EXPECT_TRUE(Distribution().is_zero());
  EXPECT_FALSE(Distribution::exponential(5ms).is_zero());
}

}  // namespace
}  // namespace crisper
