#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "tests/sim/domain/written/mutated.hpp"
#include "tests/sim/scenario/scenarios.hpp"

namespace crisper::written {
namespace {

using sim::Scenario;
using sim::ScenarioError;

std::string text_of(const std::string& example) {
  std::ifstream in(sim::examples_directory() + "/" + example);
  return {std::istreambuf_iterator<char>(in), {}};
}

// Wrong: a mistake in somebody's file brings the program down, is told in several lines or without a place, or is let
// through and becomes another business when it is written back.
TEST(mutated_domains, are_read_or_refused_in_one_line) {
  constexpr std::uint64_t files = 300;
  for (const char* example : {"ticket_shop.yaml", "account.yaml", "conference.yaml", "bikes.yaml"}) {
    const std::string whole = text_of(example);
    ASSERT_FALSE(whole.empty());
    std::uint64_t read = 0;
    for (std::uint64_t n = 0; n < files; ++n) {
      const std::string text = mutated(whole, Rng(n).fork(example));
      const Result<Scenario, ScenarioError> scenario =
          sim::parse_scenario(text, {.directory = sim::examples_directory()});
      if (!scenario) {
        EXPECT_EQ(scenario.error().text().find('\n'), std::string::npos) << example << " " << n;
        EXPECT_FALSE(scenario.error().message.empty()) << example << " " << n;
        continue;
      }
      ++read;
      const Result<Scenario, ScenarioError> again = sim::parse_scenario(sim::to_yaml(*scenario));
      ASSERT_TRUE(again) << example << " " << n << ": " << again.error().text();
      EXPECT_EQ(*again, *scenario) << example << " " << n;
    }
    EXPECT_GT(read, 0U) << example;
  }
}

}  // namespace
}  // namespace crisper::written
