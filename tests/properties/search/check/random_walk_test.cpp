#include "properties/search/check/random_walk.hpp"

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "tests/properties/search/check/brute_force.hpp"
#include "tests/properties/search/check/toy_system.hpp"

namespace crisper::properties::check {
namespace {

/// Two processes that count what comes, and tell each other once; time rings once.
ToySpec two_that_count() {
  ToySpec spec;
  ToySpec::Process counts;
  for (std::uint32_t state = 0; state < ToySpec::states; ++state) {
    for (std::uint32_t what = 0; what < ToySpec::messages; ++what) {
      counts[state][what] = {.next_state = (state + what + 1) % ToySpec::states, .sends = {}, .touches_history = false};
    }
  }
  spec.processes = {counts, counts};
  spec.processes[0][0][0].sends = {{.to = 1, .what = 1}};
  spec.at_start = {{.to = 0, .what = 0}, {.to = 1, .what = 0}, {.to = 0, .what = 1}};
  spec.alarms = {{.to = 1, .what = 1}};
  return spec;
}

TEST(RandomWalk, meets_what_is_within_the_bound_all_of_it_and_nothing_else) {
  // Wrong: schedules that no search would count, or some that are never drawn.
  for (const std::uint32_t losses : {0u, 1u}) {
    Bound bound;
    bound.mishaps[static_cast<std::size_t>(Mishap::loss)] = losses;
    bound.early_time = 1;
    ToySystem system(two_that_count());
    std::set<ToySystem::Class> possible;
    ASSERT_TRUE(BruteForce(system, bound).explore(1'000'000, [&] { possible.insert(system.told()); }));
    std::set<ToySystem::Class> met;
    RandomWalk walk(bound, 1);
    for (int i = 0; i < 20'000; ++i) {
      ASSERT_TRUE(walk.walk(system));
      EXPECT_TRUE(possible.contains(system.told()));
      met.insert(system.told());
    }
    EXPECT_EQ(met.size(), possible.size());
    EXPECT_GT(possible.size(), 10u);
  }
}

TEST(RandomWalk, of_a_seed_are_the_same_and_end_at_the_depth_of_the_bound) {
  // Wrong: what was found could not be found again, or one schedule would never end.
  ToySystem system(two_that_count());
  const auto told_by = [&](std::uint64_t seed) {
    RandomWalk walk({}, seed);
    std::vector<ToySystem::Class> told;
    for (int i = 0; i < 50; ++i) {
      walk.walk(system);
      told.push_back(system.told());
    }
    return told;
  };
  EXPECT_EQ(told_by(1), told_by(1));
  EXPECT_NE(told_by(1), told_by(2));
  RandomWalk shallow({.depth = 2}, 1);
  EXPECT_FALSE(shallow.walk(system));
  EXPECT_EQ(shallow.steps(), 2u);
}

}  // namespace
}  // namespace crisper::properties::check
