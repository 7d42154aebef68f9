#include "sim/faults/fault_plan_file.hpp"

#include <gtest/gtest.h>

#include "sim/faults/exact_duration.hpp"
#include "tests/sim/faults/traffic.hpp"

namespace crisper::sim::test {
namespace {

PlanFile every_kind() {
  PlanFile file{
      .scenario = "lunch rush: \"row\" locks", .engine = "fast", .seed = UINT64_MAX, .digest = 0xf3a7c2d5e1b684};
  file.plan.faults = {
      {.kind = FaultKind::loss, .from = "a", .to = "b-2", .nth = 17, .at = SimTime(1204ms)},
      {.kind = FaultKind::duplicate, .from = "a", .to = "true", .nth = UINT64_MAX, .amount = 2ms},
      {.kind = FaultKind::reorder, .from = "17", .to = "* weird: name\n\t\\", .nth = 1, .amount = 1234567ns,
       .chosen = true},
      {.kind = FaultKind::delay, .from = "événement", .to = "b", .nth = 2, .at = SimTime(1ns), .amount = 3h},
      {.kind = FaultKind::corrupt, .from = "a", .to = "b", .nth = 3},
      {.kind = FaultKind::bandwidth, .from = "host-*", .lasting = Duration(0), .percent = 10},
      {.kind = FaultKind::partition, .from = "*", .to = "b", .one_way = true, .at = SimTime(90s), .lasting = 1min},
      {.kind = FaultKind::crash, .to = "handler-2", .at = SimTime(10s), .restart_after = Duration(0)},
      {.kind = FaultKind::crash, .to = "handler-3"},
      {.kind = FaultKind::crash, .to = "actor-*", .newcomers = true},
      {.kind = FaultKind::pause, .to = "handler-2", .at = SimTime(1500ms), .lasting = 7s},
      {.kind = FaultKind::slow, .to = "host-1", .percent = 300},
      {.kind = FaultKind::clock_skew, .to = "null", .amount = -Duration(1500ms), .drift_ppm = -200},
      {.kind = FaultKind::lost_unsynced_writes, .to = "event-store", .draw = UINT64_MAX},
      {.kind = FaultKind::torn_write, .to = "event-store", .lasting = 2s, .draw = 7},
      {.kind = FaultKind::io_error, .to = "event-store", .at = SimTime(1s), .lasting = 50ms},
      {.kind = FaultKind::full, .to = "catalog", .lasting = 50ms},
      {.kind = FaultKind::slow_sync, .to = "host-1", .amount = 20ms},
      {.kind = FaultKind::timeout_after_effect, .to = "bank", .at = SimTime(1s), .lasting = 2s},
      {.kind = FaultKind::reject, .to = "bank"},
      {.kind = FaultKind::late_reply, .to = "bank", .lasting = 2s, .amount = 3s}};
  return file;
}

std::string plan_error_of(std::string_view text) {
  const auto read = read_plan(text, "plan.yaml");
  return read ? "no error" : read.error().text();
}

TEST(PlanFile, comes_back_as_it_was_written) {
  // Wrong: a saved failure would replay as something else.
  const PlanFile file = every_kind();
  const auto read = read_plan(write_plan(file), "plan.yaml");
  ASSERT_TRUE(read.has_value()) << read.error().text() << "\n" << write_plan(file);
  EXPECT_EQ(*read, file) << write_plan(file);
  EXPECT_EQ(*read_plan(write_plan({}), "plan.yaml"), PlanFile{});
}

TEST(PlanFile, reads_as_a_person_would_write_it) {
  // Wrong: nobody would edit it by hand.
  const PlanFile file = every_kind();
  PlanFile few{.scenario = "lunch rush", .engine = "fast", .seed = 17, .digest = 0xf3a7c2d5e1b684};
  few.plan.faults = {file.plan.faults[0], file.plan.faults[7], file.plan.faults[10]};
  EXPECT_EQ(write_plan(few),
            "crisper_plan: 1\n"
            "scenario: \"lunch rush\"\n"
            "engine: fast\n"
            "seed: 17\n"
            "digest: \"00f3a7c2d5e1b684\"\n"
            "faults:\n"
            "  - {loss: {from: a, to: b-2, nth: 17, at: 1204ms}}\n"
            "  - {crash: {to: handler-2, at: 10s, restart_after: 0s}}\n"
            "  - {pause: {to: handler-2, at: 1500ms, lasting: 7s}}\n");
}

TEST(PlanFile, a_plan_that_a_run_wrote_replays_it_from_the_file) {
  // Wrong: the file would be less than the plan.
  const Traffic drawn =
      run_traffic("fast", {message_fault(FaultKind::loss, 50), message_fault(FaultKind::duplicate, 100, 0ms, 5ms),
                           message_fault(FaultKind::delay, 100, 1ms, 5ms)});
  const auto read = read_plan(write_plan({.plan = drawn.plan}), "plan.yaml");
  ASSERT_TRUE(read.has_value()) << read.error().text();
  EXPECT_EQ(read->plan, drawn.plan);
  EXPECT_EQ(replay_traffic("fast", read->plan).digest, drawn.digest);
}

TEST(PlanFile, of_every_kind_of_fault_reads_what_an_injector_drew) {
  // Wrong: a run with a fault of that kind could be neither replayed nor shrunk.
  for (const FaultKind kind : values_of<FaultKind>) {
    if (is_message_fault(kind)) continue;
    FaultSpec spec{.kind = kind, .to = "reader", .at = SimTime(5ms)};
    if (is_link_fault(kind)) spec.from = "*";
    if (kind == FaultKind::crash) {
      spec.restart_after = Duration(3ms);
    } else {
      spec.lasting = Duration(20ms);
    }
    if (kind == FaultKind::slow || kind == FaultKind::bandwidth) spec.percent = 50;
    if (kind == FaultKind::slow_sync || kind == FaultKind::clock_skew || kind == FaultKind::late_reply) {
      spec.amount_min = spec.amount_max = 7ms;
    }
    const FaultPlan drawn =
        FaultInjector({spec}, 1, SimTime(10s), {{.process = "reader", .role = "reader", .host = "host"}}).plan();
    ASSERT_EQ(drawn.faults.size(), 1u) << name_of(kind);
    const auto read = read_plan(write_plan({.plan = drawn}), "plan.yaml");
    ASSERT_TRUE(read.has_value()) << name_of(kind) << ": " << read.error().text();
    EXPECT_EQ(read->plan, drawn) << name_of(kind);
  }
}

TEST(PlanFile, refuses_with_place_and_nearest_word) {
  // Wrong: a misspelt key would be ignored, and the edit do nothing.
  const std::string head = "crisper_plan: 1\nfaults:\n";
  EXPECT_EQ(plan_error_of(head + "  - {delay: {from: a, to: b, nth: 1, amonut: 2ms}}\n"),
            "plan.yaml:3:38: unknown key 'amonut'; did you mean 'amount'?");
  EXPECT_EQ(plan_error_of(head + "  - {crush: {to: a}}\n"),
            "plan.yaml:3:6: unknown fault 'crush'; did you mean 'crash'?");
  EXPECT_EQ(plan_error_of(head + "  - {crash: {to: a, nth: 3}}\n"),
            "plan.yaml:3:21: unknown key 'nth'; one of: at, chosen, newcomers, restart_after, to");
  EXPECT_EQ(plan_error_of(head + "  - {loss: {from: a, to: b}}\n"),
            "plan.yaml:3:12: loss needs from, to and nth (from 1)");
  EXPECT_EQ(plan_error_of(head + "  - {pause: {to: a, lasting: 2 weeks}}\n"),
            "plan.yaml:3:30: expected a duration in ns, us, ms, s, m or h, such as 20ms, not '2 weeks'");
  EXPECT_EQ(plan_error_of("crisper_plan: 1\nseed: 1\nseed: 2\n"), "plan.yaml:3:1: 'seed' is given twice");
  EXPECT_EQ(plan_error_of("crisper_plan: 2\n"), "plan.yaml:1:15: expected version 1");
  EXPECT_EQ(plan_error_of("seed: 1\n"), "plan.yaml:1:1: expected `crisper_plan: 1`");
  EXPECT_EQ(plan_error_of("crisper_plan: 1\nseed: -1\n"), "plan.yaml:2:7: expected a whole number, not '-1'");
  EXPECT_NE(plan_error_of("crisper_plan: [1\n"), "no error");
  EXPECT_NE(plan_error_of(""), "no error");
  EXPECT_NE(plan_error_of("- 1\n"), "no error");
  EXPECT_NE(plan_error_of(head + "  - [loss]\n"), "no error");
}

TEST(ExactDuration, loses_nothing) {
  // Wrong: a replay would drift by the nanoseconds that the file rounded away.
  for (const std::int64_t ns : {0L, 1L, -1L, 999L, 1000L, 90'000'000'000L, 3'600'000'000'000L, INT64_MAX, INT64_MIN}) {
    EXPECT_EQ(parse_duration(exact_text(Duration(ns))), Duration(ns)) << exact_text(Duration(ns));
  }
  EXPECT_EQ(exact_text(90s), "90s");
  EXPECT_EQ(exact_text(2min), "2m");
  EXPECT_EQ(parse_duration("1.5ms"), Duration(1500us));
  EXPECT_EQ(parse_duration("0.25h"), Duration(15min));
  for (const char* bad : {"", "5", "ms", "1.ms", ".5ms", "1.0000000001s", "1e3s", "--1s", "1 s", "99999999999h",
                          "123456789012345678901234567890123456789s"}) {
    EXPECT_EQ(parse_duration(bad), std::nullopt) << bad;
  }
}

}  // namespace
}  // namespace crisper::sim::test
