#include "properties/compare/paired_difference.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace crisper::properties {
namespace {

std::vector<MeasuredPair> pairs_of(const std::vector<double>& differences) {
  std::vector<MeasuredPair> pairs;
  for (const double each : differences) pairs.push_back({.reference = 100, .other = 100 + each});
  return pairs;
}

TEST(PairedDifference, is_students_interval_of_the_differences) {
  // Wrong: noise would be called a difference, or the other way about. By hand: s = sqrt(2.5), t(4, 97.5 %) = 2.776445.
  const PairedDifference by = paired_difference(pairs_of({1, 2, 3, 4, 5}), 0.05);
  EXPECT_EQ(by.pairs, 5u);
  EXPECT_NEAR(by.reference, 100, 1e-9);
  EXPECT_NEAR(by.mean, 3, 1e-9);
  EXPECT_NEAR(by.low, 3 - 1.963243, 1e-6);
  EXPECT_NEAR(by.high, 3 + 1.963243, 1e-6);
  EXPECT_FALSE(by.may_be_nothing());
  EXPECT_TRUE(paired_difference(pairs_of({-1, 2, -3, 4, -1}), 0.05).may_be_nothing());
}

TEST(PairedDifference, does_not_see_what_seeds_differ_in) {
  // Wrong: a seed with a hard workload would hide what each pair shows.
  const std::vector<MeasuredPair> pairs{{10, 11}, {1'000, 1'001.1}, {100'000, 100'000.9}, {5, 6}};
  const PairedDifference by = paired_difference(pairs, 0.01);
  EXPECT_GT(by.low, 0);
  EXPECT_LT(by.high, 2);
}

TEST(PairedDifference, is_wider_the_less_it_may_miss) {
  // Wrong: many intervals at once would each be as sure as one alone.
  const PairedDifference one = paired_difference(pairs_of({1, 2, 3, 4, 5}), 0.05);
  const PairedDifference many = paired_difference(pairs_of({1, 2, 3, 4, 5}), 0.05 / 270);
  EXPECT_LT(many.low, one.low);
  EXPECT_TRUE(many.may_be_nothing());
}

TEST(PairedDifference, has_no_interval_without_two_pairs) {
  // Wrong: one lucky seed would decide.
  EXPECT_FALSE(paired_difference({}, 0.05).has_interval());
  const PairedDifference one = paired_difference(pairs_of({7}), 0.05);
  EXPECT_FALSE(one.has_interval());
  EXPECT_FALSE(one.is_nothing());
  EXPECT_NEAR(one.mean, 7, 1e-9);
  EXPECT_TRUE(paired_difference(pairs_of({0, 0}), 0.05).is_nothing());
  EXPECT_FALSE(paired_difference(pairs_of({2, 2}), 0.05).may_be_nothing());
}

}  // namespace
}  // namespace crisper::properties
