// Switches that contradict each other are refused when a scenario is read, with the key and the reason.
#include <gtest/gtest.h>

#include <string>

#include "sim/scenario/parse.hpp"

namespace crisper::sim {
namespace {

struct Refused {
  const char* design;
  const char* because;
};

TEST(RefusedDesigns, name_the_switch_and_say_why) {
  // Wrong: a design that can't work as written would run as something else, and its verdict be about that.
  const Refused refused[] = {
      {"{areas: {count: 5}}", "design.areas.count: an area without a handler"},
      {"{areas: {count: 2}, ownership: {strategy: reliable_inbox}}", "no queues to deal commands to"},
      {"{consumers: {catalog: {per_area: on}}}", "design.consumers.catalog.per_area: there is one area"},
      {"{areas: {count: 2}, consumers: {catalog: {per_area: on, read_nodes: 2}}}", "is one process"},
      {"{areas: {count: 2}, consumers: {catalog: {per_area: on}}, respond: projected}", "would have to know where"},
      {"{event_store: {database: file}}", "design.event_store.database: only a sqlite backend has a database"},
      {"{event_store: {sync: after_answer}, publication: {method: two_phase_commit}}", "must have it on disk"},
      {"{event_store: {isolation: read_uncommitted}}", "design.event_store.isolation: a store that commits one append"},
      {"{event_store: {isolation: serializable}, publication: {method: two_phase_commit}}",
       "design.event_store.isolation: a coordinator's appends"},
      {"{event_store: {partitions: 4}, publication: {method: two_phase_commit}}", "design.event_store.partitions:"},
      {"{event_store: {batch_limit: 4}, publication: {method: two_phase_commit}}", "design.event_store.batch_limit:"},
      {"{publication: {method: outbox, ranges: [{at: 0s, count: 2}]}}", "only a store_subscription of ranges has them"},
      {"{publication: {method: store_subscription, subscription: ranges, ranges: [{at: 1s, count: 2}]}}",
       "the first step is at 0s"},
      {"{publication: {method: push_grid}, event_log: {fan_out: ordered}}",
       "design.event_log.fan_out: with push_grid nobody sends an event to all consumers"},
      {"{publication: {method: consumer_polling}, event_log: {fan_out: ordered}}", "design.event_log.fan_out:"},
      {"{publication: {method: store_subscription, subscription: pinned}, event_log: {fan_out: ordered}}",
       "with store_subscription nobody sends an event to all consumers"},
      {"{event_log: {fan_out: ordered}, consumers: {catalog: {read_scale: [{at: 1s, nodes: 2}]}}}",
       "all behind a read node that is gone would wait for it"},
      {"{publication: {method: log_is_truth, compaction: on, compact_after: 2h, retention: 1h}}",
       "by then retention has taken the events"},
      {"{publication: {method: log_is_truth}, consumers: {catalog: {nodes: 2}}}",
       "sends a consumer's events to one place"},
      {"{command_queue: {sessions: on, priorities: {PlaceOrder: 1}}}", "a session keeps the order of its commands"},
      {"{command_queue: {sessions: on}, ownership: {strategy: partitioned_queue}}", "a queue of partitions"},
      {"{executor: {kind: pool, send: cast}, ownership: {strategy: partitioned_queue}}",
       "design.executor.send: a partition"},
      {"{command_queue: {priorities: {PlaceOrder: 1}}, ownership: {strategy: partition_and_lock}}",
       "a partition keeps the order"},
      {"{event_store: {snapshot_every: 5}, ownership: {state_from: own_events}}", "what has not come back to it yet"},
      {"{event_store: {snapshot_every: 5}, ownership: {strategy: reliable_inbox}}", "as they are written, all of them"},
      {"{event_store: {upgrade_at: 5s}, ownership: {strategy: reliable_inbox}}",
       "design.event_store.upgrade_at: a reliable_inbox"},
      {"{event_store: {upgrade_at: 5s}, ownership: {strategy: escrow}}", "in the words in which it is stored"},
      {"{event_store: {snapshot_schema: any}}", "no snapshots without snapshot_every"},
      {"{event_store: {upcasters: off}}", "no old events without upgrade_at"},
      {"{command_queue: {delay: 1s}, ownership: {strategy: reliable_inbox}}", "there is no queue to choose for"},
  };
  for (const Refused& each : refused) {
    const std::string text = std::string("crisper: 1\nname: refused\ndesign: ") + each.design + "\n";
    const auto scenario = parse_scenario(text);
    ASSERT_FALSE(scenario.has_value()) << each.design;
    EXPECT_NE(scenario.error().text().find(each.because), std::string::npos) << scenario.error().text();
  }
}

TEST(RefusedDesigns, are_not_those_that_only_look_alike) {
  // Wrong: the refusals would keep out designs that work.
  for (const char* design :
       {"{event_store: {backend: sqlite, database: file, sync: after_answer, isolation: serializable, partitions: 4}}",
        "{publication: {method: store_subscription, subscription: ranges}, consumers: {catalog: {nodes: 3}}}",
        "{publication: {method: log_is_truth, compaction: on, archive: off}}",
        "{publication: {method: store_subscription}, event_log: {fan_out: ordered}}",
        "{publication: {method: dual_write}, event_log: {fan_out: ordered}, consumers: {catalog: {read_nodes: 2}}}",
        "{command_queue: {sessions: on, delay: 1s, duplicates: window, dead_letters: sequenced}}",
        "{command_queue: {priorities: {PlaceOrder: 3}, duplicates: none}}"}) {
    const auto scenario = parse_scenario(std::string("crisper: 1\nname: fine\ndesign: ") + design + "\n");
    EXPECT_TRUE(scenario.has_value()) << scenario.error().text();
  }
}

}  // namespace
}  // namespace crisper::sim
