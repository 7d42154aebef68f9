// What overload does to a design, and that the run explains it: memory budgets (R28-R30), saturation (R27).
#include <gtest/gtest.h>

#include "properties/scenario_run.hpp"
#include "sim/scenario/parse.hpp"
#include "tests/properties/text_run.hpp"

namespace crisper::properties {
namespace {

/// A burst of 150 orders before a store that takes 10 ms for each message.
std::string burst(std::string_view design, std::string_view properties) {
  return R"(
crisper: 1
name: burst
design:
  command_queue: {handlers: 2, visibility_timeout: 60s}
  client: {timeout: 60s}
)" + std::string(design) +
         R"(
workload:
  orders: {count: 150, customers: 150, fridges: 10, meals: 1, arrivals: {burst: {size: 150, every: 1s}}}
  restock: {initial: 100}
properties: )" +
         std::string(properties) + "\nrun: {horizon: 2m}\n";
}

PropertyResult judged(const std::string& text, std::string_view name) { return property_of(run_of_text(text), name); }

TEST(Overload, of_a_process_per_request_ends_in_a_crash_that_names_the_spawned) {
  // R29, hazard 62. Wrong: spawning without a bound would only look slow.
  const std::string roles =
      "  roles: {event-store: {service_time: 10ms}, handler: {memory: {budget_kib: 64, restart_after: 1s}}}";
  const PropertyResult found =
      judged(burst("  executor: {kind: per_request}\n" + roles, "[within_memory]"), "within_memory");
  ASSERT_EQ(found.verdict, Verdict::fail);
  EXPECT_NE(found.reason.find("processes that it had spawned"), std::string::npos) << found.reason;
  EXPECT_EQ(judged(burst("  executor: {kind: pool}\n" + roles, "[within_memory]"), "within_memory").verdict,
            Verdict::pass);
}

TEST(Overload, of_a_process_that_is_cast_to_ends_in_a_crash_where_calls_hold_it_back) {
  // R28, R30. Wrong: whether callers wait would change how long things take, and not what a burst does to a process.
  const std::string roles =
      "  roles: {service: {service_time: 10ms, memory: {budget_kib: 12, restart_after: 1s}}}";
  const auto sent_by = [&](const std::string& send) {
    const std::string executor = "  executor: {kind: singleton, timeout: 10s, send: " + send + "}\n";
    return judged(burst(executor + roles, "[within_memory]"), "within_memory");
  };
  const PropertyResult cast = sent_by("cast");
  ASSERT_EQ(cast.verdict, Verdict::fail);
  EXPECT_NE(cast.reason.find("messages waiting in its mailbox"), std::string::npos) << cast.reason;
  EXPECT_EQ(sent_by("call").verdict, Verdict::pass);
}

RunResult calm(const std::string& executor, const std::string& faults) {
  const auto scenario = sim::parse_scenario(
      "crisper: 1\nname: calm\n"
      "design: {executor: {size: 3, " + executor + "}}\n"
      "workload:\n"
      "  orders: {rate: 30/s, for: 5s, customers: 30, fridges: 5, meals: 2}\n"
      "  restock: {initial: 40}\n"
      "faults: [" + faults + "]\n");
  EXPECT_TRUE(scenario.has_value()) << scenario.error().text();
  const auto run = run_scenario(*scenario, {.seed = 1, .engine = "fast"});
  EXPECT_TRUE(run.has_value());
  return run->result;
}

TEST(Overload, is_none_where_there_is_room_however_commands_are_sent) {
  // Wrong: a command that nobody waits for, or that somebody passes on, would be lost, or its outcome told to nobody.
  for (const char* executor : {"kind: pool, send: cast", "kind: forwarded", "kind: forwarded, send: cast"}) {
    for (const char* faults : {"", "{crash: service-2, at: 3s, restart_after: 500ms}, {duplicate: 5%}"}) {
      const RunResult result = calm(executor, faults);
      EXPECT_EQ(result.verdict, Verdict::pass) << executor << ": " << result.reason;
    }
  }
}

TEST(Overload, of_a_singleton_is_told_as_saturation) {
  // R27, hazard 61. Wrong: the one process that serves all, and can't, would look like any slow design.
  const std::string load = R"(
crisper: 1
name: rush
design:
  command_queue: {handlers: 8, visibility_timeout: 60s}
  executor: {kind: singleton, timeout: 10s}
  client: {timeout: 60s}
  roles: {service: {service_time: 20ms}}
workload:
  orders: {rate: )";
  const std::string rest = "/s, for: 10s, fridges: 10, meals: 1}\nproperties: [not_saturated]\n";
  const PropertyResult found = judged(load + "60" + rest, "not_saturated");
  ASSERT_EQ(found.verdict, Verdict::fail);
  EXPECT_NE(found.reason.find("service-1 was busy all the time"), std::string::npos) << found.reason;
  EXPECT_EQ(judged(load + "5" + rest, "not_saturated").verdict, Verdict::pass);
}

TEST(Overload, of_a_singleton_that_only_forwards_is_none_where_its_pool_bears_it) {
  // R29, R64. Wrong: the one door before the pool would do one command after the other, as if it worked on them.
  const auto rush = [](const std::string& executor) {
    return judged(R"(
crisper: 1
name: rush
design:
  command_queue: {handlers: 16, visibility_timeout: 60s}
  executor: {timeout: 10s, kind: )" + executor + R"(}
  client: {timeout: 60s}
  roles: {service: {service_time: 20ms}}
workload:
  orders: {rate: 60/s, for: 10s, fridges: 10, meals: 1}
properties: [not_saturated]
)", "not_saturated");
  };
  EXPECT_EQ(rush("singleton").verdict, Verdict::fail);
  const PropertyResult forwarded = rush("forwarded, size: 8");
  EXPECT_EQ(forwarded.verdict, Verdict::pass) << forwarded.reason;
}

}  // namespace
}  // namespace crisper::properties
