#include "tests/properties/lint/lint_cases.hpp"

#include <gtest/gtest.h>

#include "properties/vocabulary.hpp"
#include "sim/scenario/parse.hpp"
#include "tests/properties/lint/lint_businesses.hpp"

namespace crisper::properties {
namespace {

using enum LintLevel;

const std::string any = ", event_store: {append: any}}\n";
const std::string orders_of_baskets = "workload: {baskets: {rate: 10/s}}\n";
const std::string board = "smart_fridge: {board: on}\n";
const std::string mails = "smart_fridge: {mail: {enabled: on}}\n";
const std::string refills = "smart_fridge: {refill: {below: 4}}\n";
const std::string switching =
    "workload:\n  script:\n    - {client: kitchen, load: {fridge: 1, quantity: 20}}\n"
    "    - {client: technician-1, at: 1s, switch_off: {fridge: 1, stand_in: 2}}\n";
/// Two phases, with row locks on these terms, and a catalogue that fails so.
std::string transacted(const std::string& ownership, const std::string& append, const std::string& failures,
                       const std::string& faults = "[]") {
  return "design: {ownership: {strategy: row_lock, wait: 500ms, " + ownership + "}, event_store: {append: " + append +
         "}, publication: {method: two_phase_commit}, consumers: {catalog: {failures: " + failures + "}}}\nfaults: " +
         faults + "\n";
}
/// A reader that takes a gap for dead after so long.
std::string guessed(const std::string& commit, const std::string& gap_timeout) {
  return "design: {event_store: {position: at_insert, commit: " + commit + ", gaps: high_water, gap_timeout: " +
         gap_timeout + "}, publication: {method: consumer_polling}}\n";
}
const std::string late_commits = "position: at_insert, commit: 1ms..80ms";

std::vector<LintCase> ownership_cases() {
  return {
      {"unprotected_state", error, "design.ownership.strategy", "design: {ownership: {strategy: none}" + any,
       "design: {ownership: {strategy: optimistic}" + any},
      {"unprotected_state", warning, "design.ownership.strategy",
       "design: {ownership: {strategy: none}, event_store: {append: exact}}\n", ""},
      {"commutative_with_bounds", error, "design.ownership.strategy", "design: {ownership: {strategy: commutative}}\n",
       "design: {ownership: {strategy: escrow}}\n"},
      {"lease_without_fencing", error, "design.ownership.fencing",
       "design: {ownership: {strategy: row_lock, fencing: off}" + any,
       "design: {ownership: {strategy: row_lock, fencing: on}" + any},
      {"lease_without_fencing", warning, "design.ownership.fencing",
       "design: {ownership: {strategy: actor_per_stream, fencing: off}" + any,
       "design: {ownership: {strategy: none}}\n"},
      // A read side that fails now and then, and tries again after 10 ms, 20 ms and so on. Eight failures in a row take
      // 2.55 s, and come once in 390,625 events; nine take 5.11 s, and come once in two million.
      {"append_outlasts_lease", error, "design.consumers.catalog.failures",
       transacted("fencing: off, lease: 1s", "any", "{flaky: 20%, attempts: 1000}"),
       transacted("fencing: on, lease: 1s", "any", "{flaky: 20%, attempts: 1000}")},
      {"append_outlasts_lease", error, "design.consumers.catalog.failures",
       transacted("fencing: off, lease: 2s", "any", "{flaky: 20%, attempts: 1000}"),
       transacted("fencing: off, lease: 5s", "any", "{flaky: 20%, attempts: 1000}")},
      {"append_outlasts_lease", warning, "design.consumers.catalog.failures",
       transacted("fencing: off, lease: 1s", "exact", "{flaky: 20%, attempts: 1000}"),
       transacted("fencing: off, lease: 1s", "exact", "{flaky: 20%, attempts: 3, then: park}")},
      {"append_outlasts_lease", error, "design.consumers.catalog",
       transacted("fencing: off, lease: 1s", "any", "{attempts: 9}", "[{pause: catalog, at: 1s, for: 3s}]"),
       transacted("fencing: off, lease: 4s", "any", "{attempts: 9}", "[{pause: catalog, at: 1s, for: 3s}]")},
      {"append_outlasts_lease", error, "design.ownership.fencing",
       transacted("fencing: off, lease: 1s", "any", "{attempts: 9}", "[{pause: coordinator, at: 1s, for: 3s}]"),
       "design: {ownership: {strategy: row_lock, fencing: off, lease: 1s}, publication: {method: outbox}" + any +
           "faults: [{pause: catalog, at: 1s, for: 3s}]\n"},
      {"failover_grants_again", error, "design.ownership.replication",
       "design: {ownership: {strategy: lease, replicas: 3, replication: asynchronous, fencing: off}}\n",
       "design: {ownership: {strategy: lease, replicas: 3, replication: asynchronous, fencing: on}}\n"},
      {"works_unlocked", error, "design.ownership.on_wait_timeout",
       "design: {ownership: {strategy: row_lock, on_wait_timeout: go_on}}\n",
       "design: {ownership: {strategy: row_lock, on_wait_timeout: give_up}}\n"},
      {"lock_order_cycle", error, "design.ownership.deadlock",
       "design: {ownership: {strategy: multi_row_lock, deadlock: none}}\n" + orders_of_baskets,
       "design: {ownership: {strategy: multi_row_lock, deadlock: ordered}}\n" + orders_of_baskets},
      {"lock_order_cycle", error, "design.ownership.deadlock",
       "design: {ownership: {strategy: lease, deadlock: none}}\n" + orders_of_baskets,
       "design: {ownership: {strategy: lease, deadlock: none}}\n"},
      {"interleaved_turns", error, "design.ownership.turns",
       "design: {ownership: {strategy: actor_per_stream, turns: reentrant}" + any,
       "design: {ownership: {strategy: actor_per_stream, turns: sequential}" + any},
      {"stale_decision", error, "design.ownership.state_from",
       "design: {ownership: {strategy: row_lock, state_from: own_events}" + any,
       "design: {ownership: {strategy: row_lock, state_from: own_events, hold_until: published_back}" + any},
      {"dirty_read", error, "design.event_store.isolation",
       "design: {ownership: {strategy: optimistic}, event_store: {isolation: read_uncommitted, position: at_insert}}\n",
       "design: {ownership: {strategy: optimistic}, event_store: {isolation: read_committed, position: at_insert}}\n"},
      {"dirty_read", warning, "design.event_store.isolation",
       "design: {ownership: {strategy: row_lock}, event_store: {isolation: read_uncommitted, position: at_insert}}\n",
       ""},
      {"lost_update", error, "design.event_store.isolation",
       "design: {ownership: {strategy: optimistic}, event_store: {isolation: read_committed}}\n",
       "design: {ownership: {strategy: row_lock}, event_store: {isolation: read_committed}}\n"},
      {"write_skew", error, "design.event_store.isolation", "design: {ownership: {strategy: optimistic}}\n" + switching,
       "design: {ownership: {strategy: optimistic}, event_store: {isolation: serializable}}\n" + switching},
      {"write_skew", error, "design.event_store.isolation", "design: {ownership: {strategy: optimistic}}\n" + switching,
       "design: {ownership: {strategy: multi_row_lock}}\n" + switching},
      {"write_skew", error, "design.event_store.isolation", clinic("on", "{}"), clinic("on", "{}", "serializable")},
      {"write_skew", error, "design.event_store.isolation", busy_clinic("go_home"), busy_clinic("stay")},
  };
}

std::vector<LintCase> merging_cases() {
  return {
      {"takers_merge", warning, "design.ownership.on_conflict", box("{Taken: [Given, Taken]}"),
       box("{Taken: Given, Given: [Given, Taken]}")},
      {"takers_merge", warning, "design.ownership.on_conflict", box("{Taken: Taken}"),
       box("{Taken: Taken}", "decide_again")},
      {"takers_merge", warning, "design.ownership.on_conflict", box("{Taken: Taken unless same coins}"),
       "design: {ownership: {strategy: optimistic, on_conflict: merge}}\n"},
      {"takers_merge", warning, "design.ownership.on_conflict", shelf("Taken unless same order"),
       shelf("Taken unless same meal")},
  };
}

std::vector<LintCase> waiting_cases() {
  const std::string slow_store = "roles: {event-store: {service_time: 1s}}";
  const std::string held_back = "faults: [{delay: 5%, by: 1ms..350ms}]\n";
  return {
      {"wait_longer_than_lease", warning, "design.ownership.wait",
       "design: {ownership: {strategy: row_lock, lease: 1s, wait: 2s}}\n",
       "design: {ownership: {strategy: row_lock, lease: 2s, wait: 1s}}\n"},
      {"lease_below_work", error, "design.ownership.lease",
       "design: {ownership: {strategy: row_lock, lease: 1s, wait: 500ms}, " + slow_store + "}\n",
       "design: {ownership: {strategy: row_lock, lease: 9s, wait: 500ms}, " + slow_store + "}\n"},
      // What deciding costs is work under the lease. An exponential of mean 100 ms is above 691 ms once in a thousand.
      {"lease_below_work", error, "design.ownership.lease",
       "design: {ownership: {strategy: row_lock, lease: 1s, wait: 500ms}, costs: {grant: 1s}}\n",
       "design: {ownership: {strategy: row_lock, lease: 1s, wait: 500ms}, costs: {grant: 100ms}}\n"},
      {"lease_below_work", warning, "design.ownership.lease",
       "design: {ownership: {strategy: row_lock, lease: 600ms, wait: 200ms}, costs: {decide: {exponential: 100ms}}}\n",
       "design: {ownership: {strategy: row_lock, lease: 900ms, wait: 200ms}, costs: {decide: {exponential: 100ms}}}\n"},
      {"visibility_below_work", warning, "design.command_queue.visibility_timeout",
       "design: {command_queue: {visibility_timeout: 600ms}, costs: {commit: {exponential: 100ms}}}\n",
       "design: {command_queue: {visibility_timeout: 900ms}, costs: {commit: {exponential: 100ms}}}\n"},
      {"visibility_below_work", warning, "design.command_queue.visibility_timeout",
       "design: {command_queue: {visibility_timeout: 1s}, roles: {handler: {service_time: 1s}}}\n",
       "design: {command_queue: {visibility_timeout: 2s}, roles: {handler: {service_time: 1s}}}\n"},
      {"visibility_below_work", warning, "design.command_queue.visibility_timeout",
       "design: {command_queue: {visibility_timeout: 1s}, " + slow_store + "}\n",
       "design: {command_queue: {visibility_timeout: 9s}, " + slow_store + "}\n"},
      {"wait_below_delay", error, "design.ownership.failover",
       "design: {ownership: {strategy: lease, replicas: 3, lease: 3s, failover: 200ms}}\n" + held_back,
       "design: {ownership: {strategy: lease, replicas: 3, lease: 3s, failover: 1s}}\n" + held_back},
  };
}

std::vector<LintCase> answer_cases() {
  return {
      {"executor_given_up_first", warning, "design.executor.timeout",
       "design: {ownership: {strategy: row_lock, wait: 500ms}, executor: {kind: pool, timeout: 400ms}}\n",
       "design: {ownership: {strategy: row_lock, wait: 300ms}, executor: {kind: pool, timeout: 400ms}}\n"},
      {"executor_given_up_first", warning, "design.executor.timeout",
       "design: {ownership: {strategy: lease, wait: 500ms}, executor: {kind: per_entity, timeout: 500ms}}\n",
       "design: {ownership: {strategy: lease, wait: 500ms}, executor: {kind: in_caller, timeout: 500ms}}\n"},
      {"executor_given_up_first", warning, "design.executor.timeout",
       "design: {ownership: {strategy: row_lock, wait: 300ms}, executor: {kind: pool, timeout: 400ms}, "
       "costs: {decide: {exponential: 20ms}}}\n",
       "design: {ownership: {strategy: row_lock, wait: 300ms}, executor: {kind: pool, timeout: 400ms}, "
       "costs: {decide: {exponential: 5ms}}}\n"},
      // Two messages of 1 ms and a jitter of mean 20 ms each: above 185 ms together once in a thousand.
      {"wait_below_round_trip", warning, "design.relay.timeout",
       "design: {relay: {timeout: 150ms}}\ndeployment: {link: {latency: 1ms, jitter: {exponential: 20ms}}}\n",
       "design: {relay: {timeout: 250ms}}\ndeployment: {link: {latency: 1ms, jitter: {exponential: 20ms}}}\n"},
      {"wait_below_round_trip", warning, "design.relay.timeout",
       "design: {relay: {timeout: 100ms}, roles: {command-queue: {service_time: 100ms}}}\n",
       "design: {relay: {timeout: 150ms}, roles: {command-queue: {service_time: 100ms}}}\n"},
      {"wait_below_round_trip", warning, "design.client.timeout",
       "design: {client: {timeout: 1ms}}\ndeployment: {link: {latency: 1ms}}\n",
       "design: {client: {timeout: 3s}}\ndeployment: {link: {latency: 1ms}}\n"},
      {"queue_forgets", warning, "design.command_queue.duplicates", "design: {command_queue: {duplicates: none}}\n",
       "design: {command_queue: {duplicates: window}}\n"},
      {"queue_forgets", warning, "design.command_queue.duplicate_window",
       "design: {command_queue: {duplicates: window, duplicate_window: 500ms}}\n",
       "design: {command_queue: {duplicates: window, duplicate_window: 30s}}\n"},
  };
}

std::vector<LintCase> gap_cases() {
  return {
      {"late_commit_lost", error, "design.event_store.position", "design: {event_store: {" + late_commits + "}}\n",
       "design: {event_store: {" + late_commits + "}, publication: {relays: 2, claim: streams}}\n"},
      {"gaps_passed", error, "design.event_store.gaps",
       "design: {event_store: {" + late_commits + ", gaps: none}, publication: {method: consumer_polling}}\n",
       "design: {event_store: {" + late_commits + ", gaps: exact}, publication: {method: consumer_polling}}\n"},
      {"gaps_passed", error, "design.event_store.gaps",
       "design: {event_store: {" + late_commits + ", gaps: wait}, publication: {method: consumer_polling}}\n",
       "design: {event_store: {" + late_commits + ", gaps: wait}, publication: {relays: 2, claim: streams}}\n"},
      {"gaps_passed", error, "design.event_store.gap_timeout",
       "design: {event_store: {" + late_commits +
           ", gaps: high_water, gap_timeout: 50ms}, publication: {method: consumer_polling}}\n",
       "design: {event_store: {" + late_commits +
           ", gaps: high_water, gap_timeout: 81ms}, publication: {method: consumer_polling}}\n"},
      // One in a million commits is longer than 13.8 means of an exponential ...
      {"gaps_passed", error, "design.event_store.gap_timeout", guessed("{exponential: 10ms}", "137ms"),
       guessed("{exponential: 10ms}", "139ms")},
      // ... than 2.7 of a sum of sixteen ...
      {"gaps_passed", error, "design.event_store.gap_timeout", guessed("{gamma: 10ms, cv: 0.25}", "25ms"),
       guessed("{gamma: 10ms, cv: 0.25}", "35ms")},
      // ... and 37 of a lognormal as wide as its mean: e^(4.753 x 0.8326 - 0.3466).
      {"gaps_passed", error, "design.event_store.gap_timeout", guessed("{lognormal: 10ms, cv: 1}", "360ms"),
       guessed("{lognormal: 10ms, cv: 1}", "380ms")},
      {"gaps_passed", warning, "design.event_store.gaps", guessed("{exponential: 10ms}", "139ms"),
       guessed("{exponential: 10ms}", "137ms")},
  };
}

std::vector<LintCase> publication_cases() {
  const std::string away = "faults: [{crash: catalog, at: 2s, restart_after: 3s}]\n";
  return {
      {"dual_write", error, "design.publication.method", "design: {publication: {method: dual_write}}\n",
       "design: {publication: {method: outbox}}\n"},
      {"relays_share_rows", warning, "design.publication.claim", "design: {publication: {relays: 2}}\n",
       "design: {publication: {relays: 2, claim: streams}}\n"},
      {"relays_share_rows", warning, "design.publication.claim", "design: {publication: {relays: 2, claim: rows}}\n",
       "design: {publication: {relays: 1}}\n"},
      {"log_forgets", error, "design.publication.archive",
       "design: {publication: {method: log_is_truth, retention: 1s, archive: off}}\n" + away,
       "design: {publication: {method: log_is_truth, retention: 1s, archive: on}}\n" + away},
      {"log_forgets", error, "design.publication.archive",
       "design: {publication: {method: log_is_truth, retention: 1s, archive: off}, "
       "consumers: {catalog: {read_nodes: 2}}}\nfaults: [{pause: catalog-2, at: 2s, for: 3s}]\n",
       "design: {publication: {method: log_is_truth, retention: 5s, archive: off}, "
       "consumers: {catalog: {read_nodes: 2}}}\nfaults: [{pause: catalog-2, at: 2s, for: 3s}]\n"},
      {"log_forgets", error, "design.publication.expire_after",
       "design: {publication: {method: push_grid, expire_after: 2s}}\n" + away,
       "design: {publication: {method: push_grid, expire_after: 4s}}\n" + away},
      {"effect_not_once", error, "design.consumers.catalog.inbox", "design: {consumers: {catalog: {inbox: off}}}\n",
       "design: {publication: {method: consumer_polling}, consumers: {catalog: {inbox: off}}}\n"},
      {"effect_not_once", error, "design.consumers.catalog.checkpoint",
       "design: {consumers: {catalog: {checkpoint: before}}}\n",
       "design: {consumers: {catalog: {checkpoint: after}}}\n"},
      {"effect_not_once", error, "design.consumers.catalog.inbox.key",
       "design: {consumers: {catalog: {inbox: {key: command}}}}\n",
       "design: {consumers: {catalog: {inbox: {key: event}}}}\n"},
      {"effect_not_once", error, "design.consumers.catalog.inbox.scope",
       "design: {publication: {method: push_grid}, consumers: {catalog: {nodes: 2, inbox: {scope: node}}}}\n",
       "design: {publication: {method: push_grid}, consumers: {catalog: {nodes: 2, inbox: {scope: consumer}}}}\n"},
      {"inbox_forgets", error, "design.consumers.catalog.inbox.window",
       "design: {consumers: {catalog: {inbox: {window: 3s}}}}\n" + away,
       "design: {consumers: {catalog: {inbox: {window: 10s}}}}\n" + away},
      {"inbox_forgets", error, "design.consumers.catalog.inbox.window",
       "design: {consumers: {catalog: {inbox: {window: 500ms}}}}\n",
       "design: {consumers: {catalog: {inbox: {window: 10m}}}}\n"},
      {"unordered_feed", error, "design.consumers.order-board",
       "design: {publication: {method: push_grid}, consumers: {order-board: {sequencer: off}}}\n" + board,
       "design: {publication: {method: push_grid}, consumers: {order-board: {sequencer: on}}}\n" + board},
      {"unordered_feed", warning, "design.consumers.catalog.sequencer",
       "design: {consumers: {catalog: {sequencer: {gap: skip}}}}\n",
       "design: {consumers: {catalog: {sequencer: {gap: wait}}}}\n"},
      {"poison_event", warning, "design.consumers.catalog.failures",
       "design: {consumers: {catalog: {failures: {poison: 1%, then: stop}}}}\n",
       "design: {consumers: {catalog: {failures: {poison: 1%, then: park}}}}\n"},
      {"rebuild_races_live", error, "design.consumers.catalog.replays.0.how",
       "design: {consumers: {catalog: {replays: [{at: 5s, how: unguarded}]}}}\n",
       "design: {consumers: {catalog: {replays: [{at: 5s, how: beside}]}}}\n"},
      {"replay_fires_effects", error, "design.consumers.order-mails.replays.0.effects",
       "design: {consumers: {order-mails: {replays: [{at: 5s, effects: on}]}}}\n" + mails,
       "design: {consumers: {order-mails: {replays: [{at: 5s, effects: off}]}}}\n" + mails},
  };
}

std::vector<LintCase> store_cases() {
  return {
      {"answered_before_synced", error, "design.event_store.sync", "design: {event_store: {sync: after_answer}}\n",
       "design: {event_store: {sync: before_answer}}\n"},
      {"stale_snapshot", error, "design.event_store.snapshot_schema",
       "design: {event_store: {snapshot_every: 20, snapshot_schema: any, upgrade_at: 5s}}\n",
       "design: {event_store: {snapshot_every: 20, snapshot_schema: exact, upgrade_at: 5s}}\n"},
      {"stale_snapshot", warning, "design.event_store.snapshot_schema",
       "design: {event_store: {snapshot_every: 20, snapshot_schema: any}}\n",
       "design: {event_store: {snapshot_every: 20}}\n"},
      {"old_events_unread", error, "design.event_store.upcasters",
       "design: {event_store: {upgrade_at: 5s, upcasters: off}}\n",
       "design: {event_store: {upgrade_at: 5s, upcasters: on}}\n"},
      {"outside_not_idempotent", error, "smart_fridge.payment.idempotent",
       "smart_fridge: {payment: {idempotent: off}}\n", "smart_fridge: {payment: {idempotent: on}}\n"},
      {"outside_not_idempotent", error, "smart_fridge.mail.idempotent",
       "smart_fridge: {mail: {enabled: on, idempotent: off}}\n", mails},
      {"outside_not_idempotent", error, "domain.services.bank.idempotent", clinic("off", "{}"), clinic("on", "{}")},
      {"law_not_promised", error, "properties.1", "properties: [all, answered_in_step]\n",
       "design: {publication: {method: two_phase_commit}}\nproperties: [all, answered_in_step]\n"},
      {"law_not_promised", error, "properties.0", "properties: [taken_in_turn]\n",
       "design: {event_log: {fan_out: ordered}}\nproperties: [taken_in_turn]\n"},
      {"law_not_promised", error, "properties.0", "properties: [reads_own_writes]\n",
       "design: {reads: {session: read_your_writes}}\nproperties: [reads_own_writes]\n"},
      {"law_not_promised", error, "properties.0",
       "design: {consumers: {catalog: {read_nodes: 3}}}\nproperties: [reads_monotonic]\n",
       "design: {consumers: {catalog: {read_nodes: 3}}, reads: {session: monotonic}}\nproperties: [reads_monotonic]\n"},
      {"law_not_promised", error, "properties.0",
       "design: {publication: {relays: 2, claim: rows}}\nproperties: [events_in_order_per_stream]\n",
       "properties: [events_in_order_per_stream]\n"},
  };
}

std::vector<LintCase> structure_cases() {
  const std::string load = "workload: {orders: {rate: 50/s, for: 10s}}\n";
  return {
      {"event_runs_command", note, "design.consumers.refiller", refills, ""},
      {"event_writes_event", note, "design.consumers.low-stock", refills, mails},
      {"stored_from_view", warning, "design.consumers.pricing", shop(priced_by_view), shop(priced_by_memory)},
      {"stored_from_view", warning, "design.consumers.pricing", shop(priced_by_view), shop(asked_by_receptor)},
      {"asks_back", note, "design.consumers.pricing", shop(priced_by_view), shop(priced_by_memory)},
      {"asks_back", note, "design.consumers.dearer", shop(asked_by_receptor), refills},
      {"asked_view_stays_down", error, "faults.0", shop(priced_by_view, "[{crash: list, at: 1s}]"),
       shop(priced_by_view, "[{crash: list, at: 1s, restart_after: 1s}]")},
      {"asked_view_stays_down", error, "faults.0", shop(asked_by_receptor, "[{pause: projection, at: 1s}]"),
       shop(priced_by_memory, "[{pause: projection, at: 1s}]")},
      {"asked_view_stays_down", error, "faults.0",
       shop(priced_by_view, "[{partition: {from: list, to: pricing}, at: 1s}]"),
       shop(priced_by_view, "[{partition: {from: list, to: event-log}, at: 1s}]")},
      {"asked_view_stays_down", error, "faults.0", shop(priced_by_view, "[{crash: list, at: 1s}]",
                                                        "{consumers: {list: {read_nodes: 2}}}"),
       shop(priced_by_view, "[{crash: list-2, at: 1s}]", "{consumers: {list: {read_nodes: 2}}}")},
      // Four processes that each need some four messages of 1 ms for a command: 4 x 5 ms is more, 4 x 0.1 ms is not.
      {"dispatcher_works", warning, "design.roles.forwarder.service_time",
       "design: {executor: {kind: forwarded, size: 4}, roles: {forwarder: {service_time: 5ms}}}\n",
       "design: {executor: {kind: forwarded, size: 4}, roles: {forwarder: {service_time: 100us}}}\n"},
      {"dispatcher_works", note, "design.roles.forwarder.service_time",
       "design: {executor: {kind: forwarded, size: 4}, roles: {forwarder: {service_time: 100us}}}\n",
       "design: {executor: {kind: forwarded, size: 4}, roles: {service: {service_time: 5ms}}}\n"},
      {"feedback_loop", note, "domain", refills, mails},
      {"feedback_loop", note, "domain", clinic("on", "{again: {Paid: charge(patient)}}"), clinic("on", "{}")},
      {"bottleneck", warning, "design.roles.event-store",
       "design: {roles: {event-store: {service_time: 100ms}}}\n" + load,
       "design: {roles: {event-store: {service_time: 1ms}}}\n" + load},
      {"bottleneck", warning, "design.roles.lock-service",
       "design: {ownership: {strategy: row_lock}, roles: {lock-service: {service_time: 100ms}}}\n" + load,
       "design: {ownership: {strategy: row_lock}}\n" + load},
      // Two handlers of 50 ms a command carry 40 of the 50 that come.
      {"bottleneck", warning, "design.costs",
       "design: {command_queue: {handlers: 2}, costs: {grant: {exponential: 40ms}, decide: 10ms}}\n" + load,
       "design: {command_queue: {handlers: 3}, costs: {grant: {exponential: 40ms}, decide: 10ms}}\n" + load},
      {"bottleneck", warning, "design.roles.handler",
       "design: {command_queue: {handlers: 2}, roles: {handler: {service_time: 50ms}}}\n" + load,
       "design: {command_queue: {handlers: 3}, roles: {handler: {service_time: 50ms}}}\n" + load},
      {"unbounded_mailbox", note, "design.costs", "design: {costs: {commit: 1ms}}\n",
       "design: {costs: {commit: 1ms}, roles: {event-store: {mailbox: {capacity: 100}}}}\n"},
      {"unbounded_mailbox", note, "design.roles.event-store", "design: {roles: {event-store: {service_time: 1ms}}}\n",
       "design: {roles: {event-store: {service_time: 1ms, mailbox: {capacity: 100}}}}\n"},
      {"unbounded_executor", note, "design.executor.kind", "design: {executor: {kind: per_request}}\n",
       "design: {executor: {kind: pool}}\n"},
      {"unbounded_executor", warning, "design.executor.kind",
       "design: {executor: {kind: per_request}, roles: {handler: {memory: {budget_kib: 64}}}}\n",
       "design: {roles: {handler: {memory: {budget_kib: 64}}}}\n"},
      {"process_without_need", note, "design.executor.kind", "design: {executor: {kind: pool}}\n",
       "design: {executor: {kind: singleton}}\n"},
      {"process_without_need", note, "design.executor.kind", "design: {executor: {kind: per_request}}\n",
       "design: {executor: {kind: in_caller}}\n"},
      {"switch_without_effect", warning, "design.ownership.quota_size",
       "design: {ownership: {strategy: optimistic, quota_size: 3}}\n",
       "design: {ownership: {strategy: escrow, quota_size: 3}}\n"},
      {"hardly_meant", warning, "faults.0", "faults: [{loss: 0%}]\n", "faults: [{loss: 1%}]\n"},
  };
}

}  // namespace

std::vector<LintCase> lint_cases() {
  std::vector<LintCase> all;
  for (const auto& part : {ownership_cases(), merging_cases(), waiting_cases(), answer_cases(), gap_cases(),
                           publication_cases(), store_cases(), structure_cases()}) {
    all.insert(all.end(), part.begin(), part.end());
  }
  return all;
}

sim::Scenario lint_scenario(const std::string& lines) {
  const auto scenario = sim::parse_scenario("crisper: 1\nname: lint\n" + lines, {}, scenario_vocabulary());
  if (scenario) return *scenario;
  ADD_FAILURE() << scenario.error().text() << "\nin:\n" << lines;
  return {};
}

}  // namespace crisper::properties
