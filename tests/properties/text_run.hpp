// A run of a scenario that stands in the test, and what one property says of a run.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>

#include "properties/scenario_run.hpp"
#include "sim/scenario/parse.hpp"

namespace crisper::properties {

/// A test failure if the text is no scenario.
inline RunResult run_of_text(const std::string& text, std::uint64_t seed = 1) {
  const auto scenario = sim::parse_scenario(text);
  EXPECT_TRUE(scenario.has_value()) << scenario.error().text() << text;
  if (!scenario) return {};
  auto run = run_scenario(*scenario, {.seed = seed});
  EXPECT_TRUE(run.has_value()) << run.error() << text;
  return run ? std::move(run->result) : RunResult{};
}

/// A test failure if it was not judged.
inline const PropertyResult& property_of(const RunResult& result, std::string_view name) {
  const auto found = std::ranges::find(result.properties, name, &PropertyResult::name);
  if (found != result.properties.end()) return *found;
  ADD_FAILURE() << name << " was not judged";
  static const PropertyResult none;
  return none;
}

}  // namespace crisper::properties
