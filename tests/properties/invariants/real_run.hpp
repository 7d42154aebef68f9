// A real run of a scenario, and what one property says of it.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "properties/scenario_run.hpp"
#include "sim/scenario/parse.hpp"
#include "tests/properties/counted_words.hpp"

namespace crisper::properties::testing {

inline RunResult real_run(const std::string& text, std::uint64_t seed = 1) {
  const auto scenario = sim::parse_scenario(text);
  EXPECT_TRUE(scenario.has_value()) << scenario.error().text() << text;
  auto run = run_scenario(*scenario, {.seed = seed, .engine = "fast", .plan = {}, .trace_path = {}, .replay = {}});
  EXPECT_TRUE(run.has_value());
  expect_well_counted(run->result);
  return run->result;
}

inline PropertyResult of_real_run(const std::string& text, std::string_view property, std::uint64_t seed = 1) {
  for (const PropertyResult& each : real_run(text, seed).properties) {
    if (each.name == property) return each;
  }
  ADD_FAILURE() << "no property " << property;
  return {};
}

}  // namespace crisper::properties::testing
