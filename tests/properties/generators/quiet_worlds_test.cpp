// The law of quiet worlds: where nothing goes wrong, every design comes to rest, and keeps every property. Usually five
// hundred of them; CRISPER_RANDOM_RUNS asks for more, from number CRISPER_RANDOM_FIRST on.
#include <gtest/gtest.h>

#include "properties/generators/generators.hpp"
#include "properties/scenario_run.hpp"
#include "tests/properties/run_numbers.hpp"

namespace crisper::properties {
namespace {

RunResult run_quietly(const sim::Scenario& scenario) {
  auto run = run_scenario(scenario, {.seed = scenario.seed, .measure = false, .keep_evidence = false});
  EXPECT_TRUE(run) << run.error();
  return std::move(run->result);
}

/// The same number draws the same world, with all the smaller ones that it could be.
rc::Shrinkable<sim::Scenario> quiet_world(std::uint64_t number) {
  return gen::quiet_scenario()(rc::Random(number), 100);
}

/// A smaller world that does not pass either, where one is found soon.
sim::Scenario smallest(rc::Shrinkable<sim::Scenario> failing) {
  for (int left = 300; left > 0;) {
    auto smaller = failing.shrinks();
    bool found = false;
    for (; left > 0 && !found; --left) {
      auto next = smaller.next();
      if (!next) return failing.value();
      found = run_quietly(next->value()).verdict != Verdict::pass;
      if (found) failing = std::move(*next);
    }
  }
  return failing.value();
}

TEST(QuietWorlds, come_to_rest_and_keep_every_property_whatever_the_design) {
  // If this fails, a design stalls or breaks its word though nothing went wrong, or a judge cries wolf.
  const RunNumbers numbers = run_numbers(500);
  int failures = 0;
  for (std::uint64_t number = numbers.first; number <= numbers.last && failures < 3; ++number) {
    const auto world = quiet_world(number);
    const RunResult result = run_quietly(world.value());
    if (result.verdict == Verdict::pass && result.quiet) continue;
    ++failures;
    ADD_FAILURE() << "world " << number << ": " << result.reason << '\n'
                  << gen::reproduction_line(smallest(world));
  }
}

}  // namespace
}  // namespace crisper::properties
