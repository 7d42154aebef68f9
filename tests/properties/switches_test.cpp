// Every key of a scenario counts where its table says so, and nowhere else.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "core/base/rng.hpp"
#include "properties/scenario_run.hpp"
#include "sim/scenario/parse.hpp"
#include "sim/scenario/schema.hpp"
#include "tests/properties/run_numbers.hpp"

namespace crisper::properties {
namespace {

using Settings = std::vector<sim::Setting>;

/// A little of everything that can go wrong, so that a switch has something to be for.
constexpr const char* troubled = R"(
crisper: 1
name: switches
design:
  client: {timeout: 800ms, attempts: 4}
  command_queue: {visibility_timeout: 900ms}
  event_log: {redeliver_after: 200ms}
  consumers: {catalog: {}, order-process: {}, low-stock: {}, order-mails: {}}
  roles: {event-store: {}}
smart_fridge: {refill: {below: 2}, mail: {enabled: on}, payment: {latency: 10ms}, order_time_limit: 3s}
deployment: {hosts: 4, link: {latency: 1ms}}
workload:
  orders: {count: 14, rate: 30/s, customers: 4, fridges: 2, meals: 1}
  restock: {initial: 5}
  queries: {rate: 20/s}
faults:
  - {duplicate: 10%}
  - {loss: 4%}
  - {delay: 10%, by: 5ms..80ms}
  - {crash: event-store, at: 1150ms, restart_after: 80ms}
  - {crash: handler-1, at: 1200ms, restart_after: 150ms}
  - {pause: handler-2, at: 1100ms, for: 1s}
  - {crash: catalog, at: 1300ms, restart_after: 100ms}
  - {partition: [handler-3, "*"], at: 1400ms, for: 400ms}
  - {clock_skew: "*", by: 400ms, at: 1250ms, for: 1s}
  - {clock_skew: "*", by: 900ms, at: 1250ms, for: 400ms}
properties: []
run: {horizon: 20s, settle: 1s}
)";

/// What a key can be set to, by the word of its format.
std::vector<std::string> values_of(const sim::GrammarRow& row) {
  static const std::map<std::string, std::vector<std::string>> special{
      {"design.command_queue.scale", {"[{at: 1100ms, handlers: 1}]"}},
      {"design.command_queue.priorities", {"{PlaceOrder: 5}", "{ReserveMeal: 3}"}},
      {"design.publication.ranges", {"[{at: 0s, count: 2}]"}},
      {"design.consumers.catalog.replays", {"[{at: 1500ms, how: in_place}]"}},
      {"design.consumers.catalog.function", {"{cold_start: 20ms}"}},
      {"design.consumers.catalog.read_scale", {"[{at: 1200ms, nodes: 2}]"}},
      {"design.respond.view", {"catalog"}},
      {"design.roles.event-store.memory.budget_kib", {"1", "4"}},
      {"design.roles.event-store.memory.restart_after", {"50ms"}},
      {"design.ownership.quota_size", {"1", "3"}},
      {"deployment.transport.datagram_to", {"[catalog]"}}};
  if (const auto found = special.find(row.path); found != special.end()) return found->second;
  std::vector<std::string> values;
  for (const sim::GrammarChoice& choice : row.choices) values.push_back(choice.name);
  if (!values.empty()) return values;
  if (row.value.starts_with("a duration")) return {"1ms", "17ms", "150ms", "900ms", "4s"};
  if (row.value.starts_with("a whole number")) return {"1", "2", "3", "7", "0"};
  if (row.value.starts_with("a chance")) return {"15%", "60%"};
  if (row.value.starts_with("a rate")) return {"60/s"};
  if (row.value == "on or off") return {"on", "off"};
  return {};
}

/// All keys that have one value, those of consumers and roles once.
std::vector<sim::GrammarRow> keys() {
  std::vector<sim::GrammarRow> keys;
  for (sim::GrammarRow row : sim::rows_of(sim::scenario_grammar())) {
    const bool of_design = row.path.starts_with("design.") || row.path.starts_with("smart_fridge.") ||
                           row.path.starts_with("deployment.transport.") || row.path.starts_with("workload.orders.") ||
                           row.path.starts_with("workload.restock.");
    if (!of_design || !row.group.empty()) continue;
    const bool of_a_manager = row.path == "design.consumers.NAME.deadline_clock";
    const std::string consumer = of_a_manager ? "order-process" : "catalog";
    if (row.path.starts_with("design.consumers.")) row.path.replace(row.path.find("NAME"), 4, consumer);
    if (row.path.starts_with("design.roles.")) row.path.replace(row.path.find("NAME"), 4, "event-store");
    if (row.path.find(".N") == std::string::npos && !values_of(row).empty()) keys.push_back(std::move(row));
  }
  return keys;
}

std::uint64_t digest_of(const sim::Scenario& scenario, std::uint64_t seed) {
  const auto run = run_scenario(scenario, {.seed = seed, .judge = false});
  EXPECT_TRUE(run) << run.error();
  return run ? run->result.run.digest : 0;
}

const std::string& any_of(Rng& rng, const std::vector<std::string>& values) { return values[rng.below(values.size())]; }

/// So many switches thrown at random, as far as they go together.
sim::Scenario thrown(std::uint64_t number, std::size_t switches, const std::vector<sim::GrammarRow>& all,
                     const Settings& fixed) {
  const auto start = sim::parse_scenario(troubled);
  EXPECT_TRUE(start) << start.error().text();
  sim::Scenario scenario = *start;
  if (const auto set = sim::set_paths(scenario, fixed)) {
    scenario = *set;
  } else {
    ADD_FAILURE() << set.error().text();
  }
  Rng rng = Rng(number).fork("switches");
  for (std::size_t i = 0; i < switches; ++i) {
    // One of the great choices, on which most others hang, as often as any of the others.
    const std::vector<std::string> great{"design.ownership.strategy", "design.publication.method",
                                         "design.executor.kind", "design.publication.subscription"};
    const std::string path = rng.below(2) == 0 ? any_of(rng, great) : all[rng.below(all.size())].path;
    const auto row = std::ranges::find(all, path, &sim::GrammarRow::path);
    Settings with = fixed;  // they stay as they are
    with.insert(with.begin(), {path, any_of(rng, values_of(*row))});
    if (const auto changed = sim::set_paths(scenario, with)) scenario = *changed;
  }
  return scenario;
}

bool is_idle(const sim::Scenario& scenario, const std::string& path) {
  const std::vector<sim::IdleKeys::Key> idle = sim::idle_keys(scenario, true);
  return std::ranges::find(idle, path, &sim::IdleKeys::Key::path) != idle.end();
}

TEST(Switches, that_do_not_count_change_nothing) {
  // Wrong: a warning that a key has no effect, where it has one.
  const std::vector<sim::GrammarRow> all = keys();
  const RunNumbers numbers = run_numbers(120);
  for (std::uint64_t number = numbers.first; number <= numbers.last; ++number) {
    const sim::Scenario scenario = thrown(number, 12, all, {});
    const std::uint64_t before = digest_of(scenario, number);
    Rng rng = Rng(number).fork("idle");
    std::vector<sim::IdleKeys::Key> idle = sim::idle_keys(scenario, true);
    for (int tried = 0; tried < 8 && !idle.empty(); ++tried) {
      const std::string path = idle[rng.below(idle.size())].path;
      const auto row = std::ranges::find(all, path, &sim::GrammarRow::path);
      if (row == all.end()) continue;
      const std::string value = any_of(rng, values_of(*row));
      const auto changed = sim::set_path(scenario, path, value);
      if (!changed || !is_idle(*changed, path)) continue;
      EXPECT_EQ(digest_of(*changed, number), before)
          << path << "=" << value << " counts, though it says it doesn't, in\n"
          << sim::to_brief_yaml(scenario);
    }
  }
}

Settings with(Settings settings, Settings::value_type another) {
  settings.push_back(std::move(another));
  return settings;
}

/// The same, of keys of the business.
Settings needed_by_the_business(const std::string& path) {
  static const Settings fridges_that_know{
      {"smart_fridge.sensors", "{report: running, trust: full, delivery: 20ms, fetch: 30ms}"},
      {"workload.sensors", "{every: 150ms, late: 20%, late_by: 200ms}"},
      {"workload.spoilage", "{rate: 10/s}"}};
  static const Settings planned{{"smart_fridge.schedule.enabled", "on"},
                                {"workload.restock.releases", "400ms"},
                                {"workload.orders.rate", "6/s"}};
  static const std::map<std::string, Settings> needs{
      {"smart_fridge.sensors.tolerance", with(fridges_that_know, {"smart_fridge.sensors.trust", "bounded"})},
      {"smart_fridge.sensors.enabled", {{"workload.restock.every", "300ms"}}},
      {"smart_fridge.order_at_most", {{"workload.orders.quantity", "2..4"}}},
      {"smart_fridge.schedule.margin", planned},
      {"workload.restock.releases", planned},
      {"workload.restock.trust", with(fridges_that_know, {"workload.restock.every", "300ms"})},
      {"workload.restock.at_most",
       with(with(fridges_that_know, {"workload.restock.every", "300ms"}), {"workload.restock.trust", "bounded"})},
      {"workload.orders.decide_after",
       {{"smart_fridge.prices.enabled", "on"}, {"workload.promotions", "[{rows: [{id: 1, meal: 1, price: 300}]}]"}}}};
  const auto found = needs.find(path);
  if (found != needs.end()) return found->second;
  return path.starts_with("smart_fridge.sensors.") ? fridges_that_know : Settings{};
}

/// What a key needs beside what its table says, to be seen: something that happens.
Settings needed_for(const std::string& path) {
  static const Settings lease_service{{"design.ownership.strategy", "lease"}, {"design.ownership.replicas", "3"}};
  static const Settings numbered_early{{"design.event_store.position", "at_insert"},
                                       {"design.event_store.commit", "1ms..30ms"},
                                       {"design.publication.method", "consumer_polling"}};
  static const Settings shared_log{{"design.publication.method", "log_subscription"},
                                   {"design.consumers.catalog.nodes", "2"}};
  static const Settings conflicts{{"design.ownership.strategy", "optimistic"}, {"workload.orders.fridges", "1"},
                                  {"workload.orders.rate", "300/s"}};
  static const Settings upgraded{{"design.event_store.snapshot_every", "2"},
                                 {"design.event_store.upgrade_at", "1200ms"}};
  static const std::map<std::string, Settings> needs{
      {"design.command_queue.duplicate_window", {{"design.command_queue.duplicates", "window"}}},
      {"design.ownership.retries", conflicts}, {"design.ownership.on_conflict", conflicts},
      {"design.event_store.snapshot_schema", upgraded},
      {"design.event_store.upcasters", upgraded},
      {"design.consumers.catalog.per_area", {{"design.areas.count", "2"}}},
      {"design.reads.copy_for", {{"workload.orders.look_first", "on"}}},
      {"design.ownership.holder_clock",
       {{"design.ownership.strategy", "lease"}, {"design.ownership.lease", "150ms"}}},
      {"design.publication.retention_clock",
       {{"design.publication.method", "log_is_truth"}, {"design.publication.retention", "150ms"}}},
      {"design.ownership.replication", lease_service},
      {"design.ownership.failover", lease_service},
      {"design.ownership.session_watch",
       {{"design.ownership.strategy", "lease"}, {"design.ownership.lease", "150ms"}, {"workload.orders.fridges", "1"}}},
      {"design.ownership.quota", {{"design.ownership.strategy", "escrow"}, {"workload.orders.fridges", "1"}}},
      {"design.ownership.published_within",
       {{"design.ownership.hold_until", "published_back"}, {"workload.orders.fridges", "1"}}},
      {"design.event_store.connections", with(numbered_early, {"workload.orders.rate", "300/s"})},
      {"design.event_store.gaps", numbered_early},
      {"design.event_store.gap_timeout", with(numbered_early, {"design.event_store.gaps", "high_water"})},
      {"design.event_store.isolation",
       {{"design.ownership.strategy", "optimistic"}, {"design.event_store.commit", "1ms..30ms"},
        {"workload.orders.fridges", "1"}, {"workload.orders.rate", "300/s"}}},
      {"design.event_store.batch_limit",
       {{"design.ownership.strategy", "multi_row_lock"}, {"workload.baskets", "{rate: 30/s, fridges: 2}"}}},
      {"design.publication.claim_for",
       {{"design.publication.relays", "3"}, {"design.publication.claim", "rows"}, {"workload.orders.rate", "300/s"}}},
      {"design.publication.ranges",
       {{"design.publication.method", "store_subscription"}, {"design.publication.subscription", "ranges"}}},
      {"design.publication.partitions", shared_log},
      {"design.publication.session", shared_log},
      {"design.publication.compaction",
       {{"design.publication.method", "log_is_truth"}, {"design.publication.compact_after", "100ms"}}},
      {"design.publication.compact_after",
       {{"design.publication.method", "log_is_truth"}, {"design.publication.compaction", "on"}}},
      {"design.consumers.catalog.inbox.scope",
       {{"design.publication.method", "push_grid"}, {"design.publication.retry", "20ms"},
        {"design.consumers.catalog.nodes", "3"}}},
      {"design.consumers.catalog.sequencer.gap_timeout",
       {{"design.consumers.catalog.sequencer", "{gap: skip}"}, {"design.event_log.batch", "1"}}},
      {"design.consumers.catalog.failures.attempts",
       {{"design.consumers.catalog.failures", "{flaky: 50%, then: skip}"}}},
      {"design.respond.view", {{"design.respond.when", "projected"}, {"smart_fridge.board", "on"}}},
      {"design.reads.from", {{"design.consumers.catalog.read_nodes", "3"}}},
      {"design.reads.remember",
       {{"design.reads.session", "read_your_writes"}, {"design.ownership.strategy", "multi_row_lock"},
        {"workload.baskets", "{rate: 30/s, fridges: 2, look_after: 300ms}"}}},
      {"design.roles.event-store.mailbox.overflow", {{"design.roles.event-store.mailbox.capacity", "1"}}},
      {"deployment.transport.retransmit_after", {{"deployment.transport.kind", "session"}}},
      {"deployment.transport.retransmit_limit", {{"deployment.transport.kind", "session"}}},
      {"deployment.transport.datagram_to", {{"deployment.transport.kind", "session"}}},
      {"workload.orders.arrivals.repeat", {{"workload.orders.arrivals.stages", "[{for: 500ms, from: 0%, to: 300%}]"}}},
      {"workload.orders.arrivals.burst.size", {{"workload.orders.arrivals.kind", "burst"}}},
      {"workload.orders.arrivals.burst.every", {{"workload.orders.arrivals.kind", "burst"}}},
  };
  const auto found = needs.find(path);
  return found == needs.end() ? needed_by_the_business(path) : found->second;
}

/// What a law calls late changes no run.
bool is_of_a_judge(const std::string& path) { return path == "smart_fridge.prices.promise"; }

/// Refused alone: the workload must have promotions.
bool goes_with_another(const std::string& path) { return path == "smart_fridge.prices.enabled"; }

/// Where a thing is kept is not to be seen from outside, and must not be: the same run, whatever keeps it.
bool is_alike(const std::string& path) {
  return path == "design.event_store.backend" || path == "design.event_store.database" ||
         path == "design.consumers.catalog.view" || is_of_a_judge(path) || goes_with_another(path);
}

TEST(Switches, that_count_are_seen_to) {
  // Wrong: a key that is accepted everywhere and means nothing anywhere.
  const std::vector<sim::GrammarRow> all = keys();
  for (const sim::GrammarRow& row : all) {
    if (is_alike(row.path)) continue;
    bool seen = false;
    for (std::uint64_t number = 1; number <= 600 && !seen; ++number) {
      const Settings fixed = needed_for(row.path);
      const sim::Scenario scenario = thrown(number, fixed.empty() ? 10 : number % 3, all, fixed);
      if (is_idle(scenario, row.path)) continue;
      Rng rng = Rng(number).fork(row.path);
      const auto changed = sim::set_path(scenario, row.path, any_of(rng, values_of(row)));
      if (!changed || *changed == scenario || is_idle(*changed, row.path)) continue;
      seen = digest_of(*changed, number) != digest_of(scenario, number);
    }
    EXPECT_TRUE(seen) << row.path << " changed no run (" << row.when << ")";
  }
}

}  // namespace
}  // namespace crisper::properties
