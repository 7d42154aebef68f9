#include "core/base/rng.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace crisper {
namespace {

using namespace crisper::literals;

TEST(Rng, streams_of_different_names_do_not_disturb_each_other) {
  // Wrong: removing one fault would change the fate of every message after it.
  const Rng root(7);
  Rng alone = root.fork("loss");
  Rng disturbed = root.fork("loss");
  Rng other = root.fork("delay");
  std::vector<std::uint64_t> first, second;
  for (int i = 0; i < 100; ++i) {
    first.push_back(alone.next());
    other.next();
    second.push_back(disturbed.next());
  }
  EXPECT_EQ(first, second);
  EXPECT_NE(first[0], root.fork("delay").next());
}

TEST(Rng, draws_the_same_numbers_in_every_build) {
  // Wrong: a seed printed by one machine would name another run on the next.
  Rng rng(1);
  EXPECT_EQ(rng.next(), draw_at(1, 0));
  EXPECT_EQ(draw_at(0, 0), 0xe220a8397b1dcdafULL);  // the first output of SplitMix64 from state 0
}

TEST(Rng, ranges_are_kept_and_filled) {
  // Wrong: an out-of-range draw would index past the end of a table.
  Rng rng(3);
  bool low = false, high = false;
  for (int i = 0; i < 10'000; ++i) {
    const std::int64_t n = rng.between(std::int64_t{-2}, std::int64_t{2});
    ASSERT_GE(n, -2);
    ASSERT_LE(n, 2);
    low |= n == -2;
    high |= n == 2;
  }
  EXPECT_TRUE(low && high);
}

TEST(Rng, chance_and_gaps_have_the_mean_they_promise) {
  // Wrong: 1 % loss would not be 1 % loss.
  Rng rng(11);
  int hits = 0;
  double total = 0;
  constexpr int draws = 200'000;
  for (int i = 0; i < draws; ++i) {
    hits += rng.chance(Probability{10'000'000});
    total += to_seconds(rng.exponential(20ms));
  }
  EXPECT_NEAR(hits, 2000, 200);
  EXPECT_NEAR(total / draws, 0.020, 0.0004);
  EXPECT_FALSE(Rng(1).chance(Probability{0}));
  EXPECT_TRUE(Rng(1).chance(Probability{Probability::one}));
}

}  // namespace
}  // namespace crisper
