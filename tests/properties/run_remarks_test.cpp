#include "properties/run_remarks.hpp"

#include <gtest/gtest.h>

#include "properties/asked_of_run.hpp"
#include "tests/properties/invariants/real_run.hpp"

namespace crisper::properties {
namespace {

PropertyResult judged(const std::string& name, Verdict verdict, std::string reason = "") {
  return {.name = name, .meaning = "", .verdict = verdict, .reason = std::move(reason)};
}

RunResult result_of(std::vector<PropertyResult> properties) {
  RunResult result;
  result.properties = std::move(properties);
  return result;
}

TEST(RunRemarks, are_none_where_everything_was_seen_and_nothing_failed) {
  // Wrong: every report would begin with noise.
  EXPECT_TRUE(remarks_of(result_of({judged("run_completed", Verdict::pass)})).empty());
}

TEST(RunRemarks, name_what_else_failed_and_say_why_a_process_ran_out_of_memory) {
  // Wrong: of a process that died of its memory, only the orders that it left open would be told.
  RunResult result = result_of({judged("run_completed", Verdict::fail, "6 orders are open"),
                                judged("within_memory", Verdict::fail, "handler-1 took too much"),
                                judged("no_event_lost", Verdict::fail, "one is gone")});
  result.reason = "run_completed: 6 orders are open";
  EXPECT_EQ(remarks_of(result),
            std::vector<std::string>{"also failed: within_memory (handler-1 took too much), no_event_lost"});
}

TEST(RunRemarks, name_what_saw_nothing) {
  // Wrong: a pass would be read as a pass of what nobody looked at.
  PropertyResult blind = judged("within_memory", Verdict::unknown, "vacuous: it saw nothing");
  blind.counts = false;
  EXPECT_EQ(remarks_of(result_of({judged("run_completed", Verdict::pass), blind})),
            std::vector<std::string>{"saw nothing to judge: within_memory"});
}

TEST(RunRemarks, tell_what_was_not_judged_from_what_saw_nothing) {
  // Wrong: a bound on time would be said to have seen nothing, though a search is why nobody judged it.
  const PropertyResult bound = not_judged(judged("order_latency max < 1s", Verdict::fail, "it was 2s"));
  EXPECT_EQ(remarks_of(result_of({judged("run_completed", Verdict::pass), bound})),
            std::vector<std::string>{"not judged, as a search moved messages in time: order_latency max < 1s"});
}

TEST(RunRemarks, of_a_replay_name_only_what_really_saw_nothing) {
  // Wrong: of a case that failed as it was to fail, it would be said that nobody saw it.
  PropertyResult failed = judged("single_writer", Verdict::fail, "two wrote");
  failed.observed = 6;
  RunResult result = result_of({failed, judged("within_memory", Verdict::unknown, "vacuous: it saw nothing")});
  result = answered(std::move(result), question_as_expected, Verdict::pass, "as expected");
  EXPECT_EQ(remarks_of(result), std::vector<std::string>{"saw nothing to judge: within_memory"});
}

TEST(RunRemarks, name_the_planned_faults_that_never_struck) {
  // Wrong: a design would pass a test that it was never put to.
  RunResult result = result_of({judged("run_completed", Verdict::pass)});
  result.faults[static_cast<std::size_t>(sim::FaultKind::crash)] = {.planned = 2, .armed = 1};
  result.faults[static_cast<std::size_t>(sim::FaultKind::loss)] = {.planned = 9, .armed = 9, .fired = 3, .seen = 1};
  EXPECT_EQ(remarks_of(result), std::vector<std::string>{"never struck: crash (2 planned)"});
}

TEST(RunRemarks, name_what_the_design_was_to_do_after_the_run_was_over) {
  // Wrong: a replay that never came would pass for one that went well.
  RunResult result = result_of({judged("run_completed", Verdict::pass)});
  result.ended = SimTime(std::chrono::milliseconds(975));
  result.never_came = {"design.consumers.catalog.replays.0"};
  EXPECT_EQ(remarks_of(result),
            std::vector<std::string>{"over at 975ms, before: design.consumers.catalog.replays.0"});
}

TEST(RunRemarks, tell_of_commands_that_were_given_up) {
  // Wrong: a run in which only the kitchen gets through would pass, and nobody would learn of the others.
  const RunResult result = testing::real_run(R"(
crisper: 1
name: only kitchen gets through
design: {client: {timeout: 500ms, attempts: 2}}
workload:
  orders: {rate: 20/s, count: 10, customers: 2, fridges: 1, meals: 1}
  restock: {initial: 20}
faults:
  - {partition: ["customer-*", command-store]}
)");
  EXPECT_EQ(result.verdict, Verdict::pass) << result.reason;
  const std::vector<std::string> remarks = remarks_of(result);
  EXPECT_NE(std::ranges::find(remarks, "10 of 11 commands given up by the client"), remarks.end());
}

TEST(RunRemarks, tell_of_a_fault_that_met_nobody) {
  // Wrong: a slow machine on which nobody works and a wrong clock that nobody reads would have struck.
  for (const char* fault : {"slow: handler-1, by: 10x", "clock_skew: handler-1, by: 10s"}) {
    const auto run = [&](const std::string& design) {
      return testing::real_run(
          "crisper: 1\nname: idle\n" + design + "workload: {orders: {rate: 40/s, count: 12, customers: 4, fridges: 2, "
          "meals: 1}, restock: {initial: 20}}\nfaults: [{" + fault + ", required: true}]\n");
    };
    const RunResult idle = run("");
    EXPECT_EQ(idle.verdict, Verdict::unknown) << fault;
    EXPECT_TRUE(idle.reason.starts_with("required_faults: ")) << idle.reason;
    EXPECT_TRUE(remarks_of(idle).back().starts_with("never struck: ")) << remarks_of(idle).back();
    if (!std::string_view(fault).starts_with("slow")) continue;
    const RunResult busy = run("design: {roles: {handler: {service_time: 1ms}}}\n");
    EXPECT_EQ(busy.verdict, Verdict::pass) << busy.reason;
  }
}

}  // namespace
}  // namespace crisper::properties
