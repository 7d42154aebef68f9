// R50: consumers that run as functions: cold starts, a limit of instances, none at all where there is nothing to do.
#include "tests/properties/core/publication/deliveries.hpp"

namespace crisper::properties {
namespace {

DeliverySettings functions(const std::string& function, const std::string& method = "push_grid",
                           const std::string& more = "") {
  return {.publication = "{method: " + method + ", poll: 10ms, retry: 300ms" + more + "}",
          .consumer = "{sequencer: off, function: " + function + "}",
          .properties = "[no_event_lost, event_applied_once, run_completed, projection_matches_log, order_settled]"};
}

std::uint64_t of_catalog(const RunResult& result, const std::string& metric) {
  return result.metrics.counts.at(metric + ".catalog-functions");
}

TEST(Functions, lose_nothing_and_repeat_nothing_whatever_crashes) {
  // Wrong: an instance that dies with an event in its hands would take the event with it.
  const std::string function = "{cold_start: 100ms, concurrency: 3, idle: 500ms}";
  expect_none_fails(functions(function), 40);
  expect_none_fails(functions(function, "store_subscription", ", subscription: round_robin"), 20);
}

TEST(Functions, are_gone_when_nobody_needs_them) {
  // Wrong: "scale to zero" would leave an instance behind, or never start one.
  DeliverySettings settings = functions("{cold_start: 50ms, concurrency: 3, idle: 500ms}");
  settings.random_faults = false;
  const RunResult result = delivered(settings, 3);
  EXPECT_EQ(result.verdict, Verdict::pass) << result.reason;
  EXPECT_GT(of_catalog(result, "cold_starts"), 0u);
  EXPECT_EQ(of_catalog(result, "instances_left"), 0u);
}

TEST(Functions, are_never_more_than_they_may_and_refuse_what_is_too_much) {
  // Wrong: the limit would not limit, or what was refused would be lost.
  for (const char* limit : {"1", "100"}) {
    DeliverySettings settings =
        functions(std::string("{cold_start: 400ms, idle: 10s, concurrency: ") + limit + "}");
    settings.random_faults = false;
    const RunResult result = delivered(settings, 3);
    EXPECT_EQ(result.verdict, Verdict::pass) << result.reason;
    EXPECT_LE(of_catalog(result, "instances"), std::stoull(limit));
    EXPECT_EQ(of_catalog(result, "throttled") > 0, std::string(limit) == "1");
  }
}

TEST(Functions, that_start_cold_are_late_and_those_kept_warm_are_not) {
  // Wrong: a cold start would cost nothing.
  const auto worst = [](const char* cold_start) {
    DeliverySettings settings =
        functions(std::string("{concurrency: 100, idle: 10s, cold_start: ") + cold_start + "}");
    settings.random_faults = false;
    return delivered(settings, 3).metrics.times.at("staleness.catalog").max;
  };
  EXPECT_GE(worst("500ms"), std::chrono::milliseconds(500));
  EXPECT_LT(worst("0s"), std::chrono::milliseconds(100));
}

}  // namespace
}  // namespace crisper::properties
