#include "properties/metrics/series.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace crisper::properties {
namespace {

using namespace crisper::literals;

Series numbers_to(std::int64_t last) {
  Series series;
  for (std::int64_t n = last; n >= 1; --n) series.add(n);
  return series;
}

TEST(Series, percentiles_are_samples_by_nearest_rank) {
  // Wrong: a threshold would be judged by a number that nobody measured.
  const Series hundred = numbers_to(100);
  EXPECT_EQ(hundred.percentile(50'000), 50ns);
  EXPECT_EQ(hundred.percentile(99'000), 99ns);
  EXPECT_EQ(hundred.percentile(99'100), 100ns);
  EXPECT_EQ(hundred.percentile(0), 1ns);
  EXPECT_EQ(numbers_to(1).percentile(99'000), 1ns);
}

TEST(Series, tells_all_percentiles_at_once) {
  // Wrong: looking at one percentile would disturb the next.
  EXPECT_EQ(numbers_to(1000).percentiles(),
            (Percentiles{.count = 1000, .p50 = 500ns, .p90 = 900ns, .p95 = 950ns, .p99 = 990ns, .max = 1000ns,
                         .mean = numbers_to(1000).mean_interval()->mean,
                         .mean_within = numbers_to(1000).mean_interval()->within}));
  EXPECT_EQ(Series().percentiles(), Percentiles{});
}

TEST(Series, is_taken_apart_by_intervals) {
  // Wrong: a sample is lost on a border, or a warm-up shifts whose samples they are.
  Series series;
  for (std::int64_t n = 1; n <= 6; ++n) series.add(n, static_cast<std::uint8_t>(n == 6 ? 255 : n % 2));
  const std::vector<Series> parts = series.by_interval(2);
  ASSERT_EQ(parts.size(), 2U);
  EXPECT_EQ(parts[0].count(), 2U);
  EXPECT_EQ(parts[0].percentile(100'000), 4ns);
  EXPECT_EQ(parts[1].count(), 3U);
  EXPECT_EQ(parts[1].percentile(100'000), 5ns);
  EXPECT_EQ(series.without_first(3).by_interval(2)[1].count(), 1U);
  Series all;
  all.add(series);
  all.add(series);
  EXPECT_EQ(all.by_interval(2)[1].count(), 6U);
  EXPECT_EQ(numbers_to(3).by_interval(2)[0].count(), 0U) << "nobody said";
  EXPECT_EQ(series.count(), 6U);
}

TEST(Series, tells_a_mean_of_few_samples_and_of_several_parts_but_not_how_sure_it_is) {
  // Wrong: two designs can't be compared by a mean, since their runs were short, or had two consumers.
  const Percentiles few = numbers_to(10).percentiles();
  EXPECT_EQ(few.mean, 5ns) << "rounded towards zero";
  EXPECT_FALSE(few.mean_within);
  Series all = numbers_to(400);
  EXPECT_TRUE(all.percentiles().mean_within);
  all.add(numbers_to(100));
  // (400 * 401 / 2 + 100 * 101 / 2) / 500 = (80,200 + 5,050) / 500 = 170.5
  EXPECT_EQ(all.percentiles().mean, 170ns);
  EXPECT_FALSE(all.percentiles().mean_within) << "one series behind the other";
}

TEST(Series, means_do_not_overflow) {
  // Wrong: the mean of long spans would come out negative.
  Series series;
  for (int i = 0; i < 4; ++i) series.add(std::int64_t{1} << 62);
  EXPECT_EQ(series.mean(), Duration(std::int64_t{1} << 62));
}

TEST(Series, joins_another_one) {
  // Wrong: the staleness of all consumers would be that of one.
  Series all = numbers_to(10);
  all.add(numbers_to(20));
  EXPECT_EQ(all.count(), 30u);
  EXPECT_EQ(all.percentiles().max, 20ns);
}

TEST(Series, knows_nothing_of_samples_that_it_has_left_out) {
  // Wrong: a warm-up that all samples belong to leaves a latency of zero behind, and every threshold holds.
  EXPECT_EQ(numbers_to(10).without_first(4).percentiles().max, 6ns);
  const Series none = numbers_to(10).without_first(10);
  EXPECT_EQ(none.count(), 0u);
  EXPECT_EQ(none.percentiles(), Percentiles{});
}

}  // namespace
}  // namespace crisper::properties
