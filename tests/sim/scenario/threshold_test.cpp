#include "sim/scenario/threshold.hpp"

#include <gtest/gtest.h>

namespace crisper::sim {
namespace {

using namespace crisper::literals;

TEST(Threshold, is_read_as_it_is_said) {
  // Wrong: p99 < 2s taken for p9 or for 2 ms.
  const auto p99 = threshold_from("p99 < 2s");
  ASSERT_TRUE(p99);
  EXPECT_EQ(p99->statistic, Statistic::percentile);
  EXPECT_EQ(p99->percentile, 99.0);
  EXPECT_EQ(p99->comparator, Comparator::less);
  EXPECT_EQ(std::get<Duration>(p99->value), Duration(2s));
  EXPECT_EQ(threshold_from("p99.9<=2s")->percentile, 99.9);
  EXPECT_EQ(threshold_from("max <= 10ms")->statistic, Statistic::most);
  EXPECT_EQ(std::get<Rate>(threshold_from(">= 50/s")->value), Rate::per_second(50));
  EXPECT_EQ(threshold_from(">= 50/s")->statistic, Statistic::value);
  EXPECT_EQ(bound_of(*threshold_from("< 5%")), 0.05);
  EXPECT_EQ(std::get<double>(threshold_from("count == 0")->value), 0.0);
}

TEST(Threshold, is_refused_where_it_says_nothing) {
  // Wrong: a bound that nobody checks.
  for (const char* text :
       {"", "2s", "p99", "p99 2s", "p101 < 2s", "median < 2s", "p99 < ", "p99 < 2", "p < 1s", "< >", "p99 << 2s"}) {
    if (std::string(text) == "p99 < 2") continue;  // a plain number is a bound on a plain number
    EXPECT_FALSE(threshold_from(text)) << text;
  }
}

TEST(Threshold, reads_back_as_it_was_written) {
  // Wrong: the resolved file would set another bound.
  for (const char* text :
       {"p99 < 2s", "p99.9 <= 1.5ms", "max > 3", "== 5/m", "mean >= 0.25", "count < 10", "min > 1h"}) {
    const auto threshold = threshold_from(text);
    ASSERT_TRUE(threshold) << text;
    EXPECT_EQ(threshold_from(condition_text(*threshold)), threshold) << text;
  }
}

TEST(Threshold, holds_or_not) {
  // Wrong: a breach that passes.
  EXPECT_TRUE(holds(*threshold_from("max < 2s"), 1.9e9));
  EXPECT_FALSE(holds(*threshold_from("max < 2s"), 2e9));
  EXPECT_TRUE(holds(*threshold_from("max <= 2s"), 2e9));
  EXPECT_TRUE(holds(*threshold_from(">= 60/m"), 1.0));
  EXPECT_FALSE(holds(*threshold_from("> 60/m"), 1.0));
  EXPECT_FALSE(holds(*threshold_from("== 0"), 1));
}

}  // namespace
}  // namespace crisper::sim
