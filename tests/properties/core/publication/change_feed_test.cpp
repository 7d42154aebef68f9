// R47: a change feed by partition range: ranges that a consumer's nodes share, that are split and merged on the way.
#include "tests/properties/core/publication/deliveries.hpp"

namespace crisper::properties {
namespace {

DeliverySettings feed(const std::string& ranges, const std::string& properties) {
  return {.publication = "{method: store_subscription, subscription: ranges, retry: 300ms, ranges: [" + ranges + "]}",
          .consumer = "{sequencer: off, nodes: 3}",
          .properties = properties};
}

constexpr const char* splits_and_merges = "{at: 0s, count: 2}, {at: 300ms, count: 7}, {at: 800ms, count: 3}";

TEST(ChangeFeed, loses_nothing_and_repeats_nothing_to_an_inbox_while_ranges_are_split_and_merged) {
  // R47. Wrong: an event at the border of two ranges is in neither, or its effect is taken in both.
  for (const char* ranges : {"", splits_and_merges}) {
    expect_none_fails(feed(ranges, "[no_event_lost, event_applied_once, run_completed, projection_matches_log]"), 50);
  }
}

TEST(ChangeFeed, keeps_the_order_of_each_stream_though_nodes_share_it) {
  // Hazard 34's twin. Wrong: a range goes on with its next batch while an earlier one is still under way, or a split
  // lets the new ranges begin before the old one has ended.
  expect_none_fails(feed(splits_and_merges, "[events_in_order_per_stream]"), 60);
}

TEST(ChangeFeed, goes_on_while_ranges_change_under_a_consumer_that_waits_for_what_comes_before) {
  // Wrong: ranges that are to change wait for one that is under way, and its consumer holds that until it has what
  // another range waits to hand over: a quiet run never comes to rest.
  DeliverySettings settings = feed(splits_and_merges, "[run_completed, no_event_lost, events_in_order_per_stream]");
  settings.consumer = "{nodes: 3}";
  settings.random_faults = false;
  expect_none_fails(settings, 40);
}

TEST(ChangeFeed, repeats_nothing_where_it_is_split_or_merged_unless_its_store_forgot_where_it_was) {
  // Wrong: a merge begins where the slower range was, or a crash of the store seems to cost nothing. Who has no inbox
  // takes effects twice.
  DeliverySettings settings = feed(splits_and_merges, "[event_applied_once]");
  settings.consumer = "{inbox: off, sequencer: off, nodes: 3}";
  settings.random_faults = false;
  expect_none_fails(settings, 40);
  settings.faults = "  - {crash: event-store, at: 1200ms, restart_after: 100ms}\n  - {lost_unsynced_writes: \"*\"}\n";
  EXPECT_GT(first_failure(settings, 100), 0u);
}

DeliverySettings tables(const std::string& store) {
  return {.publication = "{method: outbox, poll: 10ms}",
          .event_store = store,
          .properties = "[no_event_lost, run_completed, projection_matches_log, order_settled]"};
}

TEST(TableStorage, takes_transactions_of_one_partition) {
  // R42. Wrong: commands on one state, whose events are of one partition, would be refused.
  expect_none_fails(tables("{partitions: 16, batch_limit: 100}"), 20);
}

TEST(TableStorage, rejects_a_basket_from_several_partitions_as_a_whole_and_says_why) {
  // R42. Wrong: a command on two partitions is carried out by halves, tried again for ever, or refused in silence.
  const auto scenario = sim::parse_scenario(R"(
crisper: 1
name: picnic on tables
design:
  command_queue: {handlers: 6}
  ownership: {strategy: optimistic}
  event_store: {partitions: 2, isolation: serializable}
deployment: {hosts: 3, link: {latency: 1ms}}
workload:
  orders: {count: 20, rate: 10/s, customers: 10, fridges: 6, meals: 1}
  restock: {initial: 500}
  baskets: {rate: 30/s, clients: 3, fridges: 2..3}
)");
  ASSERT_TRUE(scenario.has_value()) << scenario.error().text();
  const auto run = run_scenario(*scenario, {.seed = 1, .engine = "fast", .plan = {}, .trace_path = {}, .replay = {}});
  ASSERT_TRUE(run.has_value()) << run.error();
  const RunResult& result = run->result;
  EXPECT_EQ(result.verdict, Verdict::pass) << result.reason;
  EXPECT_GT(result.metrics.counts.at("appends_refused"), 0u);
  EXPECT_GT(result.metrics.counts.at("commands_rejected"), 0u);
  EXPECT_GT(result.metrics.counts.at("commands_handled"), result.metrics.counts.at("commands_rejected"))
      << "baskets from one partition, and orders";
}

}  // namespace
}  // namespace crisper::properties
