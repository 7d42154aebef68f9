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
       {"", "2s", "p99", "p99 2s", "p101 < 2s", "median < 2s", "p99 < ", "p99 < 2", "p < 1s", "< >", "p99 << 2s",
        "p99 < 2s in ", "p99 < 2s in the spike", "in spike", "p99 in spike"}) {
    if (std::string(text) == "p99 < 2") continue;  // a plain number is a bound on a plain number
    EXPECT_FALSE(threshold_from(text)) << text;
  }
}

TEST(Threshold, reads_back_as_it_was_written) {
  // Wrong: the resolved file would set another bound.
  for (const char* text :
       {"p99 < 2s", "p99.9 <= 1.5ms", "max > 3", "== 5/m", "mean >= 0.25", "count < 10", "min > 1h",
        "p99 < 2s in spike", ">= 5/s in stage-2"}) {
    const auto threshold = threshold_from(text);
    ASSERT_TRUE(threshold) << text;
    EXPECT_EQ(threshold_from(condition_text(*threshold)), threshold) << text;
  }
}

TEST(Threshold, is_refused_where_it_holds_or_fails_whatever_is_measured) {
  // Wrong: a scenario would have a limit that no run can break, and seem to be watched.
  const auto problem = [](const char* text, MetricUnit unit) { return unit_problem(*threshold_from(text), unit); };
  EXPECT_EQ(problem("min > -1s", MetricUnit::time), "min > -1s can't fail: it holds whatever is measured");
  EXPECT_EQ(problem("p99 < 0s", MetricUnit::time), "p99 < 0s never holds, whatever is measured");
  for (const char* text : {"mean >= 0s", "max <= -1ms", "max == -1ms", "count >= 0", "count > -3", "count < 0"}) {
    EXPECT_NE(problem(text, MetricUnit::time), "") << text;
  }
  for (const char* text : {"<= 100%", "> 100%", ">= 0%", "< 0%"}) {
    EXPECT_NE(problem(text, MetricUnit::share), "") << text;
  }
  EXPECT_NE(problem(">= 0/s", MetricUnit::rate), "");
  EXPECT_NE(problem("> -1", MetricUnit::count), "");
  EXPECT_NE(problem(">= -0.5", MetricUnit::ratio), "");
}

TEST(Threshold, is_taken_where_a_run_may_break_it_and_may_keep_it) {
  // Wrong: "none of them" could not be asked for.
  const auto problem = [](const char* text, MetricUnit unit) { return unit_problem(*threshold_from(text), unit); };
  for (const char* text : {"max <= 0s", "min > 0s", "p50 == 0s", "count == 0", "count >= 1", "p99 < 1ns"}) {
    EXPECT_EQ(problem(text, MetricUnit::time), "") << text;
  }
  for (const char* text : {"< 100%", ">= 100%", "== 100%", "> 0%", "<= 0%", "== 0%"}) {
    EXPECT_EQ(problem(text, MetricUnit::share), "") << text;
  }
  EXPECT_EQ(problem("<= 0", MetricUnit::count), "");
  EXPECT_EQ(problem("> 1000000", MetricUnit::count), "");
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
