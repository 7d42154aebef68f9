#include "sim/workload/arrivals.hpp"

#include <gtest/gtest.h>

#include <memory>
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

TEST(Arrivals, follow_the_stages_of_their_load) {
  // Wrong: a spike that the design never sees.
  ArrivalSpec spec{.kind = ArrivalKind::constant, .burst = {}};
  spec.stages = {{.lasting = 1s, .from = {}, .to = 100}, {.lasting = 1s, .from = 200, .to = 200}};
  const auto times = first(Arrivals(spec, Rate::per_second(10), SimTime(5s), Rng(1)), 32);
  EXPECT_EQ(times[0], SimTime(5s));
  EXPECT_EQ(times[9], SimTime(5'900ms));
  EXPECT_EQ(times[10], SimTime(6s));
  EXPECT_EQ(times[11], SimTime(6'050ms)) << "twice as often";
  EXPECT_EQ(times[30], SimTime(7s));
  EXPECT_EQ(times[31], SimTime(7'050ms)) << "it stays as the last stage ends";
}

TEST(Arrivals, of_poisson_kind_keep_the_law_of_a_rate_that_grows) {
  // Wrong: people who come by a clock as soon as the load changes.
  ArrivalSpec spec;
  spec.stages = {{.lasting = 100s, .from = 0, .to = 200}};
  double squares = 0;
  constexpr int runs = 40;
  for (int seed = 1; seed <= runs; ++seed) {
    Arrivals arrivals(spec, Rate::per_second(50), sim_start, Rng(static_cast<std::uint64_t>(seed)));
    double early = 0, late = 0;
    for (SimTime at = arrivals.next(); at < SimTime(100s); at = arrivals.next()) {
      (at < SimTime(50s) ? early : late) += 1;
    }
    // A quarter of 5,000 before the middle, three quarters behind it; each a Poisson number.
    EXPECT_NEAR(early, 1250, 5 * 35.4);
    EXPECT_NEAR(late, 3750, 5 * 61.3);
    squares += (early - 1250) * (early - 1250) / 1250;
  }
  EXPECT_NEAR(squares / runs, 1, 0.9) << "the variance of such a number is its mean";
}

TEST(Arrivals, that_were_recorded_come_when_they_came_and_then_no_more) {
  // Wrong: a recorded load that goes on for ever, or by another clock.
  ArrivalSpec spec;
  const std::vector<Duration> at{0s, 120ms, 120ms, 3s};
  spec.recorded = Recording{.path = {}, .at = std::make_shared<const std::vector<Duration>>(at)};
  const auto times = first(Arrivals(spec, Rate::per_second(1), SimTime(1s), Rng(1)), 6);
  EXPECT_EQ(times, (std::vector<SimTime>{SimTime(1s), SimTime(1'120ms), SimTime(1'120ms), SimTime(4s), sim_never,
                                         sim_never}));
  EXPECT_DOUBLE_EQ(expected_count(spec, Rate::per_second(1), 3s), 3);
  EXPECT_EQ(expected_time(spec, Rate::per_second(1), 1), Duration(120ms));
  EXPECT_EQ(expected_time(spec, Rate::per_second(1), 9), Duration(3s) + 1ns);
  EXPECT_TRUE(spec.has_own_rate());
}

TEST(Arrivals, are_as_many_as_is_expected_of_their_load) {
  // Wrong: a load that is refused as too long, or let in, by a count that it never has.
  ArrivalSpec spec;
  EXPECT_DOUBLE_EQ(expected_count(spec, Rate::per_second(50), 20s), 1000);
  EXPECT_EQ(expected_time(spec, Rate::per_second(50), 1000), Duration(20s));
  spec.stages = {{.lasting = 10s, .from = 0, .to = 100}};
  EXPECT_DOUBLE_EQ(expected_count(spec, Rate::per_second(50), 20s), 750);
  EXPECT_EQ(expected_time(spec, Rate::per_second(50), 750), Duration(20s));
  spec.stages = {{.lasting = 10s, .from = 100, .to = 0}};
  EXPECT_EQ(expected_time(spec, Rate::per_second(50), 750), Duration(10s)) << "it ends before";
}

}  // namespace
}  // namespace crisper::sim
