#include "sim/workload/arrivals.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace crisper::sim {
namespace {

using namespace crisper::literals;

std::vector<SimTime> first(Arrivals arrivals, std::size_t count) {
  std::vector<SimTime> times;
  for (std::size_t i = 0; i < count; ++i) times.push_back(arrivals.next());
  return times;
}

TEST(Arrivals, of_constant_kind_are_evenly_spaced_and_never_drift) {
  // Wrong: at 7/s the gap isn't a whole number of nanoseconds, and rounding it each time would add up over a long run.
  const auto times =
      first(Arrivals({.kind = ArrivalKind::constant, .burst = {}}, Rate::per_second(7), SimTime(1s), Rng(1)), 700'001);
  EXPECT_EQ(times[0], SimTime(1s));
  EXPECT_EQ(times[7], SimTime(2s));
  EXPECT_EQ(times[700'000], SimTime(100'001s));
}

TEST(Arrivals, in_bursts_come_all_at_one_instant) {
  // Wrong: a burst spread over time never fills a queue the way a burst does.
  const ArrivalSpec spec{.kind = ArrivalKind::burst, .burst = {.size = 3, .every = 10s}};
  const auto times = first(Arrivals(spec, Rate::per_second(1), SimTime(5s), Rng(1)), 7);
  EXPECT_EQ(times, (std::vector<SimTime>{SimTime(5s), SimTime(5s), SimTime(5s), SimTime(15s), SimTime(15s),
                                         SimTime(15s), SimTime(25s)}));
}

TEST(Arrivals, of_poisson_kind_keep_the_law_of_their_rate) {
  // Wrong: the load of a run wouldn't be the load that the scenario asks for. In 100 s at 50/s the count has mean 5000
  // and deviation 71; in windows of one second variance and mean agree.
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    Arrivals arrivals(ArrivalSpec{}, Rate::per_second(50), sim_start, Rng(seed));
    std::vector<int> windows(100);
    int total = 0;
    for (SimTime at = arrivals.next(); at < SimTime(100s); at = arrivals.next()) {
      ++windows[static_cast<std::size_t>(to_seconds(at))];
      ++total;
    }
    EXPECT_NEAR(total, 5000, 5 * 71) << "seed " << seed;
    const double mean = total / 100.0;
    double variance = 0;
    for (int count : windows) variance += (count - mean) * (count - mean) / 99;
    EXPECT_GT(variance / mean, 0.5) << "seed " << seed;
    EXPECT_LT(variance / mean, 1.7) << "seed " << seed;
  }
}

TEST(Arrivals, never_go_back_in_time) {
  // Wrong: an open client's script must be sorted.
  for (const ArrivalKind kind : {ArrivalKind::poisson, ArrivalKind::constant, ArrivalKind::burst}) {
    SimTime latest = sim_start;
    for (const SimTime at :
         first(Arrivals({.kind = kind, .burst = {}}, Rate::per_second(1000), sim_start, Rng(7)), 1000)) {
      EXPECT_GE(at, latest);
      latest = at;
    }
  }
}

TEST(Arrivals, are_the_same_for_the_same_seed) {
  // Wrong: a run couldn't be repeated.
  EXPECT_EQ(first(Arrivals({}, Rate::per_second(9), sim_start, Rng(3)), 100),
            first(Arrivals({}, Rate::per_second(9), sim_start, Rng(3)), 100));
  EXPECT_NE(first(Arrivals({}, Rate::per_second(9), sim_start, Rng(3)), 100),
            first(Arrivals({}, Rate::per_second(9), sim_start, Rng(4)), 100));
}

}  // namespace
}  // namespace crisper::sim
