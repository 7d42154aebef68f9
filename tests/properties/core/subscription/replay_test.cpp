// R38, R40, R41: a consumer takes its history again, to rebuild a view or to repair it, while the system runs; and many
// read nodes, each with a view of its own, come and go.
#include "tests/properties/core/publication/deliveries.hpp"

namespace crisper::properties {
namespace {

constexpr const char* all_once_and_well = "[no_event_lost, event_applied_once, run_completed, projection_matches_log]";

DeliverySettings replaying(const std::string& how, const std::string& method = "outbox") {
  return {.publication = "{method: " + method + ", poll: 10ms}",
          .catalog = "{replays: [{at: 1100ms, how: " + how + "}, {at: 1400ms, how: " + how + "}]}",
          .properties = all_once_and_well};
}

TEST(Replay, gives_the_view_that_the_events_add_up_to_whatever_crashes_meanwhile) {
  // Hazard 50. Wrong: a rebuilt view would miss what was published during the rebuild, or count it twice.
  for (const char* how : {"beside", "in_place"}) {
    SCOPED_TRACE(how);
    expect_none_fails(replaying(how), 60);
  }
}

TEST(Replay, works_with_every_method) {
  // Wrong: a replay would rely on how one of the methods numbers its events.
  for (const std::string& method : methods_that_lose_nothing()) {
    for (const char* how : {"beside", "in_place"}) {
      SCOPED_TRACE(method + " " + how);
      expect_none_fails(replaying(how, method), 8);
    }
  }
}

TEST(Replay, that_shares_its_rows_with_what_is_new_counts_events_twice) {
  // Hazard 50. Wrong: a rebuild that races the live writer would look as good as one that doesn't.
  DeliverySettings settings = replaying("unguarded");
  settings.random_faults = false;
  settings.properties = "[projection_matches_log]";
  EXPECT_GT(first_failure(settings, 60), 0u);
}

TEST(Replay, repairs_a_view_that_has_counted_events_twice) {
  // R38. Wrong: a damaged view could not be had back from the events.
  DeliverySettings settings{.publication = "{method: outbox, poll: 5ms}",
                            .catalog = "{inbox: off}",
                            .properties = "[projection_matches_log]",
                            .faults = "  - {duplicate: 40%, on: {to: catalog}}\n",
                            .random_faults = false};
  const std::uint64_t damaged = first_failure(settings, 60);
  ASSERT_GT(damaged, 0u);
  for (const char* how : {"beside", "in_place"}) {
    // After the work, so that nothing is counted twice again; while orders still keep the run from ending.
    settings.catalog = "{inbox: off, replays: [{at: 3500ms, how: " + std::string(how) + "}]}";
    const RunResult repaired = delivered(settings, damaged);
    std::string reason;
    EXPECT_EQ(asked(settings, repaired, reason), Verdict::pass) << how << ": " << reason;
  }
}

DeliverySettings mailing(const std::string& effects) {
  return {.publication = "{method: outbox, poll: 10ms}",
          .properties = "[mailed_once]",
          .random_faults = false,
          .consumers = ", order-mails: {replays: [{at: 2s, effects: " + effects + "}]}",
          .more = "smart_fridge: {mail: {enabled: on, idempotent: off}}\n"};
}

TEST(Replay, sends_no_mail_again_unless_its_effects_are_let_through) {
  // Hazard 49. Wrong: a rebuild would write to every customer once more.
  EXPECT_GT(first_failure(mailing("on"), 20), 0u);
  expect_none_fails(mailing("off"), 20);
}

TEST(Snapshots, of_a_view_change_nothing_of_what_it_shows_after_a_crash) {
  // Hazard 51, R40. Wrong: snapshot and tail would be something else than the whole journal.
  for (const char* consumer : {"{snapshot_every: 1}", "{snapshot_every: 4}", "{snapshot_every: 3, versions: on}"}) {
    DeliverySettings settings{.publication = "{method: outbox, poll: 10ms}", .consumer = consumer};
    settings.properties = "[no_event_lost, event_applied_once, run_completed, projection_matches_log, order_settled]";
    SCOPED_TRACE(consumer);
    expect_none_fails(settings, 40);
  }
}

TEST(ReadNodes, have_the_same_view_each_with_every_method) {
  // R36. Wrong: a node of several would miss events, or be sent another's.
  for (const std::string& method : methods_that_lose_nothing()) {
    DeliverySettings settings{.publication = "{method: " + method + ", poll: 10ms}",
                              .catalog = "{read_nodes: 3}",
                              .properties = all_once_and_well};
    SCOPED_TRACE(method);
    expect_none_fails(settings, 8);
  }
}

TEST(ReadNodes, come_and_go_while_the_system_runs) {
  // R41. Wrong: a node that comes late would lack what was before it, or one that has left would hold up the others.
  for (const char* method : {"outbox", "consumer_polling", "store_subscription"}) {
    DeliverySettings settings{
        .publication = "{method: " + std::string(method) + ", poll: 10ms}",
        .catalog = "{read_scale: [{at: 1100ms, nodes: 3}, {at: 1300ms, nodes: 2}, {at: 1500ms, nodes: 4}]}",
        .properties = all_once_and_well};
    SCOPED_TRACE(method);
    expect_none_fails(settings, 20);
  }
}

}  // namespace
}  // namespace crisper::properties
