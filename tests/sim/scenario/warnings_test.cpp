#include "sim/scenario/warnings.hpp"

#include <gtest/gtest.h>

#include "tests/sim/scenario/scenarios.hpp"

namespace crisper::sim {
namespace {

std::vector<std::string> warned(const std::string& lines) {
  std::vector<std::string> paths;
  for (const ScenarioWarning& warning : warnings_of(parsed(lines))) paths.push_back(warning.path);
  return paths;
}

TEST(ScenarioWarnings, are_given_where_a_run_can_show_less_than_was_meant) {
  // Wrong: a pass of what was never judged, never came, or was never guarded.
  using Paths = std::vector<std::string>;
  EXPECT_EQ(warned("design: {ownership: {strategy: optimistic}, event_store: {isolation: read_committed}}"),
            Paths{"design.event_store.isolation"});
  EXPECT_EQ(warned("design: {ownership: {strategy: optimistic}}"), Paths{});
  EXPECT_EQ(warned("properties: []"), Paths{"properties"});
  EXPECT_EQ(warned("properties: [{sometimes: order_refused}]"), Paths{"properties"});
  EXPECT_EQ(warned("properties: [all, {sometimes: order_refused}]"), Paths{});
  EXPECT_EQ(warned("design: {consumers: {catalog: {replays: [{at: 3h}]}}}"),
            Paths{"design.consumers.catalog.replays.0"});
  const std::string load = "workload: {orders: {start: 0s, for: 10s}}\n";
  EXPECT_EQ(warned(load + "run: {warm_up: 10s}"), Paths{"run.warm_up"}) << "what came is all of the warm-up";
  EXPECT_EQ(warned(load + "run: {warm_up: 9s}"), Paths{});
}

TEST(ScenarioWarnings, are_given_for_what_nobody_means) {
  // Wrong: a run that fails for a slip, and a day spent on the design.
  using Paths = std::vector<std::string>;
  EXPECT_EQ(warned("design: {ownership: {lease: 1ms}}"),
            (Paths{"design.ownership.lease", "design.ownership.wait"}));
  EXPECT_EQ(warned("design: {ownership: {strategy: none}}"), Paths{});
  EXPECT_EQ(warned("design: {ownership: {strategy: lease, lease: 5ms}}"), Paths{"design.ownership.lease"});
  EXPECT_EQ(warned("design: {ownership: {strategy: lease, replicas: 3, failover: 5ms}}"),
            Paths{"design.ownership.failover"});
  EXPECT_EQ(warned("design: {ownership: {strategy: lease, replicas: 2}}"), Paths{"design.ownership.replicas"});
  EXPECT_EQ(warned("design: {ownership: {strategy: lease, replicas: 3, replication: asynchronous, fencing: off}}"),
            Paths{"design.ownership.replication"});
  EXPECT_EQ(warned("design: {ownership: {strategy: lease, replicas: 3, replication: asynchronous}}"), Paths{});
  EXPECT_EQ(warned("design: {ownership: {on_wait_timeout: go_on}}"), Paths{"design.ownership.on_wait_timeout"});
  EXPECT_EQ(warned("design: {ownership: {strategy: actor_per_stream, idle: 1ms}}"), Paths{"design.ownership.idle"});
  EXPECT_EQ(warned("design: {ownership: {strategy: actor_per_stream}, executor: {timeout: 5ms}}"),
            Paths{"design.executor.timeout"});
  const std::string delays = "\nfaults: [{delay: 10%, by: 1ms..400ms}]";
  EXPECT_EQ(warned("design: {ownership: {strategy: lease, replicas: 3, failover: 799ms}}" + delays),
            Paths{"design.ownership.failover"});
  EXPECT_EQ(warned("design: {ownership: {strategy: lease, replicas: 3, failover: 800ms}}" + delays), Paths{});
  EXPECT_EQ(warned("design: {ownership: {strategy: lease, lease: 1599ms, replicas: 3, failover: 800ms}}" + delays),
            Paths{"design.ownership.lease"});
  EXPECT_EQ(warned("design: {ownership: {strategy: lease, lease: 1599ms}}" + delays), Paths{});
  EXPECT_EQ(warned("design: {ownership: {strategy: actor_per_stream}, executor: {timeout: 1500ms}}" + delays),
            Paths{"design.executor.timeout"});
  const std::string alone = "design: {ownership: {strategy: optimistic}, executor: {kind: singleton, timeout: 1500ms}}";
  EXPECT_EQ(warned(alone + delays), Paths{});
  const std::string late = "design: {event_store: {position: at_insert}, publication: ";
  EXPECT_EQ(warned(late + "{method: push_grid}}"), Paths{"design.event_store.position"});
  EXPECT_EQ(warned(late + "{method: outbox}}"), Paths{"design.event_store.position"});
  EXPECT_EQ(warned(late + "{method: outbox, claim: rows}}"), Paths{});
  EXPECT_EQ(warned(late + "{method: consumer_polling}}"), Paths{});
  EXPECT_EQ(warned("design: {ownership: {strategy: escrow, quota_size: 21}}"), Paths{"design.ownership.quota_size"});
  EXPECT_EQ(warned("design: {ownership: {hold_until: published_back, lease: 500ms, wait: 500ms}}"),
            Paths{"design.ownership.published_within"});
  EXPECT_EQ(warned("design: {ownership: {hold_until: published_back}}"), Paths{});
  EXPECT_EQ(warned("design: {ownership: {state_from: own_events}, event_store: {append: any}}"),
            Paths{"design.ownership.state_from"});
  EXPECT_EQ(warned("design: {ownership: {state_from: own_events}}"), Paths{});
  EXPECT_EQ(warned("design: {ownership: {strategy: row_lock, lease: 500ms, wait: 600ms}}"),
            Paths{"design.ownership.wait"});
  const std::string baskets = "\nworkload: {baskets: {}}";
  EXPECT_EQ(warned("design: {ownership: {strategy: multi_row_lock, deadlock: none}}" + baskets),
            Paths{"design.ownership.deadlock"});
  EXPECT_EQ(warned("design: {ownership: {strategy: multi_row_lock, deadlock: none}}"), Paths{});
  EXPECT_EQ(warned("design: {ownership: {strategy: multi_row_lock, deadlock: timeout, wait: 2s}}" + baskets),
            Paths{"design.ownership.wait"});
  EXPECT_EQ(warned("workload: {baskets: {rate: 5/s, arrivals: {burst: {size: 3}}}}\n"
                   "design: {ownership: {strategy: optimistic}}"),
            Paths{"workload.baskets.rate"});
  EXPECT_EQ(warned("design: {command_queue: {scale: [{at: 3s, handlers: 8}, {at: 2h, handlers: 2}]}}"),
            Paths{"design.command_queue.scale.1"});
  EXPECT_EQ(warned("design: {client: {timeout: 1ms}}"), Paths{"design.client.timeout"});
  EXPECT_EQ(warned("workload: {orders: {closed: {}, rate: 3/s}}"), Paths{"workload.orders.rate"});
  EXPECT_EQ(warned("workload: {orders: {arrivals: {kind: poisson, burst: {size: 3}}}}"),
            Paths{"workload.orders.arrivals.burst"});
  EXPECT_EQ(warned("workload: {restock: {initial: 0}}"), Paths{"workload.restock.initial"});
  EXPECT_EQ(
      warned("faults: [{loss: 0%}, {crash: a, at: 99h}, {slow: a, by: 1x}, {partition: [a, a]}, {clock_skew: a}, "
             "{bandwidth: 100%}]"),
      (Paths{"faults.0", "faults.1", "faults.2", "faults.3", "faults.4", "faults.5"}));
  EXPECT_EQ(warned("faults: [{bandwidth: 99%}]"), Paths{});
  EXPECT_EQ(warned("faults: [{reject: event-store}, {reject: payment-processor}, {reject: external}]"),
            Paths{"faults.0"});
  EXPECT_EQ(warned("run: {horizon: 10s}"), Paths{"run.horizon"});
  EXPECT_EQ(warned("properties: []"), Paths{"properties"});
}

TEST(ScenarioWarnings, are_given_for_faults_of_services_outside_that_make_no_difference) {
  // Wrong: a run would pass that was meant to show what a refusal, or a silence, does.
  using Paths = std::vector<std::string>;
  const std::string world = "smart_fridge: {mail: {enabled: on}, sensors: {trust: full}}\n";
  EXPECT_EQ(warned(world + "faults: [{reject: mail-service}, {late_reply: mail-service, by: 1s}, "
                           "{timeout_after_effect: mail-service}, {reject: '*service'}, {reject: external}]"),
            (Paths{"faults.0", "faults.3"}));
  EXPECT_EQ(warned(world + "faults: [{reject: fridges-1}, {late_reply: 'fridges-*', by: 1s}, "
                           "{timeout_after_effect: fridges-1}, {late_reply: external, by: 1s}]"),
            (Paths{"faults.0", "faults.1", "faults.2"}));
  const auto of_bank = [](const std::string& answers) {
    return warned(R"yaml(domain:
  name: shop
  ids: [booking]
  entities:
    payment:
      key: booking
      state: {taken: flag}
      commands:
        ask(booking): otherwise -> Asked
        record(booking): otherwise -> Paid
      events:
        Asked(booking): nothing
        Paid(booking): taken = yes
  services:
    bank:
      requests:
        charge(booking): {)yaml" + answers + R"yaml(}
  receptors:
    till: {Asked: "charge(booking)"}
workload:
  script:
    - {client: anna, ask: {payment: 1, booking: 1}}
faults: [{reject: bank-processor}, {late_reply: bank-processor, by: 1s}]
)yaml");
  };
  EXPECT_EQ(of_bank("accepted: payment.record(booking)"), Paths{"faults.0"});
  EXPECT_EQ(of_bank("accepted: payment.record(booking), refused: payment.record(booking)"), Paths{});
}

TEST(ScenarioWarnings, are_given_for_switches_without_effect) {
  // Wrong: two designs that are compared, and are one.
  using Paths = std::vector<std::string>;
  EXPECT_EQ(warned("design: {ownership: {lease: 1ms, strategy: none}}"), Paths{"design.ownership.lease"});
  EXPECT_EQ(warned("design: {ownership: {on_wait_timeout: go_on, strategy: optimistic}}"),
            Paths{"design.ownership.on_wait_timeout"});
  EXPECT_EQ(warned("design: {ownership: {strategy: row_lock, quota_size: 21}}"), Paths{"design.ownership.quota_size"});
  EXPECT_EQ(warned("design: {ownership: {strategy: optimistic, lease: 500ms, wait: 600ms}}"),
            (Paths{"design.ownership.lease", "design.ownership.wait"}));
  EXPECT_EQ(warned("design: {publication: {method: push_grid}, event_log: {window: 7, redeliver_after: 2s}}"),
            (Paths{"design.event_log.window", "design.event_log.redeliver_after"}));
  EXPECT_EQ(warned("design: {publication: {method: push_grid}, event_log: {redeliver_after: 2s}, "
                   "consumers: {catalog: {nodes: 2}}}"),
            Paths{});
  EXPECT_EQ(warned("design: {event_store: {position: at_insert, gaps: none}, publication: {method: dual_write}}"),
            Paths{"design.event_store.gaps"});
  EXPECT_EQ(warned("design: {event_store: {position: at_insert, gaps: none}, publication: {method: consumer_polling}}"),
            Paths{});
  EXPECT_EQ(warned("design: {consumers: {catalog: {failures: {attempts: 3, backoff: 1s}}}}"),
            (Paths{"design.consumers.catalog.failures.attempts", "design.consumers.catalog.failures.backoff"}));
  EXPECT_EQ(warned("design: {consumers: {catalog: {inbox: {enabled: off, window: 1s}}}}"),
            Paths{"design.consumers.catalog.inbox.window"});
  EXPECT_EQ(warned("deployment: {transport: {retransmit_limit: 2}}"), Paths{"deployment.transport.retransmit_limit"});
  EXPECT_EQ(warned("design: {executor: {kind: pool, send: cast, deadline_clock: wall, timeout: 3s}}"),
            Paths{"design.executor.deadline_clock"});
  EXPECT_EQ(warned("design: {executor: {kind: pool, deadline_clock: wall}}"), Paths{});
  EXPECT_EQ(warned("design: {ownership: {strategy: single_process}, executor: {deadline_clock: wall}}"), Paths{});
  // Where a sweep varies what it counts with, it counts.
  EXPECT_EQ(warned("design: {ownership: {quota_size: 3}}\nsweep: {design.ownership.strategy: [row_lock, escrow]}"),
            Paths{});
  EXPECT_EQ(warned("design: {ownership: {quota_size: 3}}\nsweep: {seed: 1..3}"), Paths{"design.ownership.quota_size"});
}

TEST(ScenarioWarnings, are_not_given_for_the_defaults_and_the_examples) {
  // Wrong: warnings that everybody learns to ignore.
  EXPECT_EQ(warned(""), std::vector<std::string>{});
  for (const std::string& file : example_files()) {
    const auto scenario = load_scenario(file);
    ASSERT_TRUE(scenario);
    for (const ScenarioWarning& warning : warnings_of(*scenario))
      ADD_FAILURE() << file << ": " << warning.path << " " << warning.message;
  }
}

}  // namespace
}  // namespace crisper::sim
