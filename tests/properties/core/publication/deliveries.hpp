// Runs of random deliveries, and how many of them break what is judged.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <string>
#include <vector>

#include "core/design/publication_method.hpp"
#include "properties/scenario_run.hpp"
#include "sim/scenario/parse.hpp"
#include "tests/properties/core/publication/random_delivery.hpp"

namespace crisper::properties {

inline RunResult delivered(const DeliverySettings& settings, std::uint64_t number) {
  const std::string text = random_delivery(settings, number);
  const auto scenario = sim::parse_scenario(text);
  EXPECT_TRUE(scenario.has_value()) << scenario.error().text() << text;
  if (!scenario) return {};
  auto run = run_scenario(*scenario, {.seed = number, .engine = "fast", .plan = {}, .trace_path = {}, .replay = {}});
  EXPECT_TRUE(run.has_value()) << run.error() << text;
  return run->result;
}

/// The worst of the properties that the settings name: others are judged too, and are not the question here.
inline Verdict asked(const DeliverySettings& settings, const RunResult& result, std::string& reason) {
  Verdict worst = result.properties.empty() ? Verdict::unknown : Verdict::pass;
  for (const PropertyResult& property : result.properties) {
    const bool named = settings.properties.find(property.name) != std::string::npos;
    if (!named && settings.properties != "[all]") continue;
    if (property.verdict == Verdict::fail) {
      worst = Verdict::fail;
      reason = property.name + ": " + property.reason;
    } else if (property.verdict == Verdict::unknown && worst == Verdict::pass) {
      worst = Verdict::unknown;
    }
  }
  return worst;
}

/// By name: a method that isn't tried can't exist.
inline std::vector<std::string> methods_that_lose_nothing() {
  std::vector<std::string> names;
  for (const PublicationEntry& method : publication_methods()) {
    if (method.claims.contains(DeliveryGuarantee::nothing_lost)) names.emplace_back(method.name);
  }
  return names;
}

/// The first of so many random runs in which any of these fails; zero where none does.
inline std::uint64_t first_failure(const DeliverySettings& settings, std::uint64_t runs) {
  for (std::uint64_t number = 1; number <= runs; ++number) {
    std::string reason;
    if (asked(settings, delivered(settings, number), reason) == Verdict::fail) return number;
  }
  return 0;
}

/// How many runs a claim is tried with: CRISPER_CLAIM_RUNS of the environment, or `usual`. They are numbered from one
/// after CRISPER_CLAIM_AFTER, so that a long series can be shared out.
struct ClaimRuns {
  std::uint64_t after = 0;
  std::uint64_t count = 0;
};
inline ClaimRuns claim_runs(std::uint64_t usual) {
  const auto number = [](const char* name, std::uint64_t otherwise) {
    const char* text = std::getenv(name);
    return text ? std::strtoull(text, nullptr, 10) : otherwise;
  };
  return {.after = number("CRISPER_CLAIM_AFTER", 0), .count = number("CRISPER_CLAIM_RUNS", usual)};
}

/// Expects that nothing fails in any of so many, and that something was looked at.
inline void expect_none_fails(const DeliverySettings& settings, std::uint64_t runs, std::uint64_t after = 0) {
  std::uint64_t observed = 0;
  for (std::uint64_t number = after + 1; number <= after + runs; ++number) {
    const RunResult result = delivered(settings, number);
    std::string reason;
    ASSERT_NE(asked(settings, result, reason), Verdict::fail) << reason << random_delivery(settings, number);
    for (const PropertyResult& property : result.properties) {
      if (settings.properties.find(property.name) != std::string::npos) observed += property.observed;
    }
  }
  EXPECT_GT(observed, runs) << "runs in which nothing happened prove nothing";
}

}  // namespace crisper::properties
