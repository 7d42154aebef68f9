// The explicit script of any run gives the same run.
#include <gtest/gtest.h>

#include "properties/scenario_run.hpp"
#include "sim/domain/smart_fridge/workload.hpp"
#include "sim/scenario/parse.hpp"
#include "tests/properties/core/ownership/random_lunch.hpp"

namespace crisper::properties {
namespace {

std::uint64_t digest_of_run(const sim::Scenario& scenario, std::uint64_t seed) {
  const auto run = run_scenario(scenario, {.seed = seed, .judge = false});
  EXPECT_TRUE(run) << run.error();
  return run ? run->result.run.digest : 0;
}

TEST(WrittenOutWorkload, gives_the_same_run_as_the_generated_one) {
  // Wrong: what shrinking begins with would not be the run that failed.
  for (std::uint64_t number = 1; number <= 60; ++number) {
    auto scenario = sim::parse_scenario(random_lunch(number % 2 == 0 ? "row_lock" : "none", number));
    ASSERT_TRUE(scenario) << scenario.error().text();
    if (number % 3 == 0) smart_fridge::workload_of(*scenario).queries.emplace();
    if (number % 4 == 0) smart_fridge::workload_of(*scenario).orders.closed.emplace();
    const std::uint64_t generated = digest_of_run(*scenario, number);
    const sim::Scenario written = sim::with_script(*scenario, number);
    EXPECT_EQ(digest_of_run(written, number), generated) << number;
    const auto read_back = sim::parse_scenario(sim::to_yaml(written));
    ASSERT_TRUE(read_back) << read_back.error().text();
    EXPECT_EQ(digest_of_run(*read_back, number), generated) << number;
  }
}

}  // namespace
}  // namespace crisper::properties
