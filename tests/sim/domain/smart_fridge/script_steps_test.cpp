// Steps of a script: what they must say.
#include <gtest/gtest.h>

#include <string>

#include "sim/scenario/parse.hpp"
#include "sim/scenario/scenario.hpp"

namespace crisper::smart_fridge {
namespace {

std::string problem_with_step(const std::string& step) {
  const auto scenario = sim::parse_scenario(
      "crisper: 1\nname: steps\ndesign: {ownership: {strategy: optimistic}}\n"
      "smart_fridge: {sensors: {trust: full}, schedule: {enabled: on}, prices: {promise: 10s}}\n"
      "workload:\n  script:\n    - {client: a, at: 1s, " +
      step + "}\n");
  return scenario ? "" : scenario.error().text();
}

TEST(ScriptSteps, that_are_known_by_a_number_must_have_one) {
  // Wrong: the second of them would be told twice, or never be due, and nobody would say so.
  for (const std::string kind : {"lose", "count", "send_report", "release", "promotion"}) {
    EXPECT_NE(problem_with_step(kind + ": {}"), "") << kind;
    EXPECT_NE(problem_with_step(kind + ": {number: 0}"), "") << kind;
    EXPECT_EQ(problem_with_step(kind + ": {number: 1}"), "") << kind;
  }
}

TEST(ScriptSteps, that_tell_the_time_must_say_one_that_a_price_has_not_begun_with) {
  // Wrong: the clock of prices would say nothing new, and nobody would say so.
  EXPECT_NE(problem_with_step("advance_time: {}"), "");
  EXPECT_NE(problem_with_step("advance_time: {now: 0s}"), "");
  EXPECT_EQ(problem_with_step("advance_time: {now: 1s}"), "");
}

}  // namespace
}  // namespace crisper::smart_fridge
