// The law of quiet worlds: where nothing goes wrong, every design comes to rest, and keeps every property, whatever its
// business. Usually five hundred of smart fridges and a hundred of each business that an example describes;
// CRISPER_RANDOM_RUNS asks for more, from number CRISPER_RANDOM_FIRST on.
#include <gtest/gtest.h>

#include "properties/generators/generators.hpp"
#include "properties/scenario_run.hpp"
#include "properties/vocabulary.hpp"
#include "sim/scenario/parse.hpp"
#include "tests/properties/run_numbers.hpp"

namespace crisper::properties {
namespace {

RunResult run_quietly(const sim::Scenario& scenario) {
  auto run = run_scenario(scenario, {.seed = scenario.seed, .measure = false, .keep_evidence = false});
  EXPECT_TRUE(run) << run.error();
  return std::move(run->result);
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

/// The same number draws the same world, with all the smaller ones that it could be.
void expect_quiet(const rc::Gen<sim::Scenario>& worlds, const RunNumbers& numbers) {
  constexpr int size = 100;
  int failures = 0;
  for (std::uint64_t number = numbers.first; number <= numbers.last && failures < 3; ++number) {
    const auto world = worlds(rc::Random(number), size);
    const auto again = sim::parse_scenario(sim::to_yaml(world.value()), {}, scenario_vocabulary());
    if (!again) {
      ++failures;
      ADD_FAILURE() << "world " << number << " can't be said: " << again.error().text();
      continue;
    }
    const RunResult result = run_quietly(world.value());
    if (result.verdict == Verdict::pass && result.quiet) continue;
    ++failures;
    ADD_FAILURE() << "world " << number << ": " << result.reason << '\n'
                  << gen::reproduction_line(smallest(world));
  }
}

TEST(QuietWorlds, come_to_rest_and_keep_every_property_whatever_the_design) {
  // If this fails, a design stalls or breaks its word though nothing went wrong, or a judge cries wolf.
  expect_quiet(gen::quiet_scenario(), run_numbers(500));
}

struct Business {
  const char* example;
  /// Of a law that a slow design rightly breaks: a key, and what leaves the law out.
  const char* path = "";
  const char* value = "";
};

class QuietWorldsOf : public ::testing::TestWithParam<Business> {};

TEST_P(QuietWorldsOf, a_business_in_a_scenario_come_to_rest_and_keep_every_law) {
  // If this fails, a law of somebody's own business cries wolf, or a design keeps no more than the fridges' promises.
  auto business = sim::load_scenario(
      std::string(CRISPER_SOURCE_DIR "/scenarios/examples/") + GetParam().example + ".yaml", scenario_vocabulary());
  ASSERT_TRUE(business) << business.error().text();
  if (*GetParam().path != '\0') {
    business = sim::set_path(*business, GetParam().path, GetParam().value);
    ASSERT_TRUE(business) << business.error().text();
  }
  expect_quiet(gen::quiet_scenario(*business), run_numbers(100));
}

// Not ticket_shop: it must answer within 15 s, and a design that is slow enough rightly breaks that. Bikes without the
// law that what riders saw is nearly true when they come: enough riders rightly break it. Others are of smart fridges.
INSTANTIATE_TEST_SUITE_P(Examples, QuietWorldsOf,
                         ::testing::Values(Business{"account"}, Business{"conference"},
                                           Business{"bikes", "domain.laws.nobody_comes_in_vain.holds",
                                                    "not acted or now > seen - 1000"}),
                         [](const auto& each) { return std::string(each.param.example); });

}  // namespace
}  // namespace crisper::properties
