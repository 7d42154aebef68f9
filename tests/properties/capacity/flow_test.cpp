#include "properties/capacity/flow.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/base/rng.hpp"

namespace crisper::properties {
namespace {

SimTime at_second(double seconds) { return sim_start + Duration(static_cast<std::int64_t>(seconds * 1e9)); }

/// Arrivals at random, one server that takes each in turn for a random time.
std::vector<Stay> one_server(double arrivals, double service, double lasting) {
  Rng rng(7);
  const auto wait = [&](double rate) {
    const double unit = (static_cast<double>(rng.next() >> 11) + 0.5) / 9007199254740992.0;
    return -std::log(unit) / rate;
  };
  std::vector<Stay> stays;
  double free = 0;
  for (double now = wait(arrivals); now < lasting; now += wait(arrivals)) {
    free = std::max(free, now) + wait(service);
    stays.push_back({at_second(now), at_second(free)});
  }
  return stays;
}

TEST(Flow, agrees_with_the_formulas_of_one_server) {
  // Wrong: what waits would be counted wrong, and every law fitted to it.
  const double lasting = 20'000;
  const auto means = flow_means(one_server(6, 10, lasting), {.from = sim_start, .to = at_second(lasting),
                                                             .run_end = at_second(2 * lasting)});
  ASSERT_TRUE(means);
  EXPECT_NEAR(means->arrivals, 6, 0.1);
  EXPECT_NEAR(means->departures, 6, 0.1);
  EXPECT_NEAR(means->there, 0.6 / 0.4, 0.1);  // M/M/1: rho / (1 - rho)
  EXPECT_NEAR(means->stay_s, 1.0 / 4, 0.02);  // 1 / (mu - lambda)
  EXPECT_NEAR(means->little_error().value(), 0, 0.01);
  EXPECT_NEAR(means->carried.value(), 1, 0.01);
}

TEST(Flow, misses_littles_law_by_the_overload) {
  // Wrong: a rate that nobody carries would pass for a steady state.
  const double lasting = 5'000;
  const auto means = flow_means(one_server(15, 10, lasting), {.from = sim_start, .to = at_second(lasting),
                                                              .run_end = at_second(2 * lasting)});
  ASSERT_TRUE(means);
  EXPECT_NEAR(means->departures, 10, 0.3);
  EXPECT_NEAR(means->carried.value(), 10.0 / 15, 0.03);
  EXPECT_NEAR(means->little_error().value(), 15.0 / 10 - 1, 0.06);
}

TEST(Flow, counts_who_was_there_before_and_who_never_left) {
  const std::vector<Stay> stays{{at_second(0), at_second(12)}, {at_second(10), sim_never}};
  const auto means = flow_means(stays, {.from = at_second(10), .to = at_second(20), .run_end = at_second(30)});
  ASSERT_TRUE(means);
  EXPECT_DOUBLE_EQ(means->there, (2.0 + 10.0) / 10);
  EXPECT_DOUBLE_EQ(means->arrivals, 0.1);
  EXPECT_DOUBLE_EQ(means->departures, 0.1);
  EXPECT_DOUBLE_EQ(means->stay_s, 20);
  EXPECT_EQ(means->carried, 0) << "what left had come before the load: of the load, nothing was done";
  EXPECT_FALSE(flow_means(stays, {.from = at_second(10), .to = at_second(10), .run_end = at_second(30)}));
}

TEST(Flow, does_not_take_for_done_what_was_given_up) {
  // Wrong: a queue that throws away what is too much for it would carry any load.
  const std::vector<Stay> stays{{.came = at_second(11), .left = at_second(12)},
                                {.came = at_second(11), .left = at_second(13), .done = false}};
  const auto means = flow_means(stays, {.from = at_second(10), .to = at_second(20), .run_end = at_second(30)});
  ASSERT_TRUE(means);
  EXPECT_DOUBLE_EQ(means->there, (1.0 + 2.0) / 10);
  EXPECT_DOUBLE_EQ(means->departures, 0.1);
  EXPECT_EQ(means->carried, 0.5);
}

}  // namespace
}  // namespace crisper::properties
