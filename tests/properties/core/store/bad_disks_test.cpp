// The whole pipeline on bad disks; and hazard 64, an append that is acknowledged before it is safe.
#include "tests/properties/core/publication/deliveries.hpp"

namespace crisper::properties {
namespace {

constexpr const char* what_must_hold =
    "[no_event_lost, run_completed, projection_matches_log, order_settled, acknowledged_is_durable, store_undamaged, "
    "event_appended_once, stream_versions_contiguous]";

/// Every kind of disk fault on everybody, and crashes of everybody.
constexpr const char* bad_disks = R"(  - {lost_unsynced_writes: "*"}
  - {torn_write: "*"}
  - {io_error: "*", every: 900ms, for: 40ms}
  - {full: "*", every: 1100ms, for: 40ms}
  - {slow_sync: "*", by: 1ms..20ms, every: 700ms, for: 200ms}
)";

DeliverySettings on_bad_disks(const std::string& event_store) {
  return {.publication = "{method: outbox, poll: 10ms}",
          .event_store = event_store,
          .properties = what_must_hold,
          .faults = bad_disks};
}

TEST(BadDisks, cost_time_and_nothing_else_whatever_keeps_the_events) {
  // Design §6. Wrong: a disk that fails, fills up or tears a write loses what was acknowledged, or shows what was not.
  for (const char* store : {"{}", "{backend: sqlite}", "{backend: sqlite, database: file}"}) {
    expect_none_fails(on_bad_disks(store), 25);
  }
}

TEST(BadDisks, leave_a_view_in_a_file_whole) {
  // R06. Wrong: a torn or half written file becomes the view, or its rows and its position part ways.
  DeliverySettings settings = on_bad_disks("{}");
  settings.catalog = "{view: file}";
  expect_none_fails(settings, 25);
}

TEST(BadDisks, strike_every_kind_of_fault) {
  // Wrong: the test above would prove nothing, for want of faults.
  std::map<std::string, std::uint64_t> fired;
  for (std::uint64_t number = 1; number <= 25; ++number) {
    const RunResult result = delivered(on_bad_disks("{backend: sqlite, database: file}"), number);
    for (const sim::FaultKind kind : {sim::FaultKind::lost_unsynced_writes, sim::FaultKind::torn_write,
                                      sim::FaultKind::io_error, sim::FaultKind::full, sim::FaultKind::slow_sync}) {
      fired[std::string(name_of(kind))] += result.faults[static_cast<std::size_t>(kind)].fired;
    }
  }
  for (const auto& [kind, times] : fired) EXPECT_GT(times, 0u) << kind;
}

TEST(BadDisks, repeat_from_the_plan_alone) {
  // Wrong: a failing run on a bad disk couldn't be replayed, edited or shrunk.
  for (std::uint64_t number = 1; number <= 5; ++number) {
    const DeliverySettings settings = on_bad_disks("{backend: sqlite, database: file}");
    const auto scenario = sim::parse_scenario(random_delivery(settings, number));
    ASSERT_TRUE(scenario.has_value());
    ScenarioRunOptions options{.seed = number, .engine = "fast", .plan = {}, .trace_path = {}, .replay = {}};
    const auto first = run_scenario(*scenario, options);
    ASSERT_TRUE(first.has_value());
    options.plan = first->plan;
    const auto again = run_scenario(*scenario, options);
    ASSERT_TRUE(again.has_value());
    EXPECT_EQ(again->result.run.digest, first->result.run.digest) << number;
  }
}

DeliverySettings answered(const std::string& when, const std::string& backend) {
  return {.publication = "{method: outbox, poll: 10ms}",
          .event_store = "{" + backend + "sync: " + when + "}",
          .properties = "[acknowledged_is_durable, projection_matches_log, no_event_lost, store_undamaged]",
          .faults = "  - {slow_sync: event-store, by: 30ms}\n"
                    "  - {crash: event-store, at: 200ms, restart_after: 100ms}\n"};
}

TEST(AppendSync, after_the_answer_takes_back_what_was_acknowledged) {
  // Hazard 64. Wrong: a store that answers before its disk has synced would look durable.
  for (const char* backend : {"", "backend: sqlite, ", "backend: sqlite, database: file, "}) {
    EXPECT_GT(first_failure(answered("after_answer", backend), 60), 0u) << backend;
    expect_none_fails(answered("before_answer", backend), 20);
  }
}

TEST(AppendSync, after_the_answer_leaves_a_damaged_file_that_nobody_reads_as_the_truth) {
  // Wrong: pages of which a crash kept some would be served, or such a file never met.
  DeliverySettings settings = answered("after_answer", "backend: sqlite, database: file, ");
  settings.properties = "[store_undamaged]";
  settings.faults += "  - {lost_unsynced_writes: event-store}\n"
                     "  - {crash: event-store, every: 200ms, restart_after: 20ms}\n";
  EXPECT_GT(first_failure(settings, 200), 0u);
}

}  // namespace
}  // namespace crisper::properties
