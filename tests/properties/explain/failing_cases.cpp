#include "tests/properties/explain/failing_cases.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <utility>

#include "properties/scenario_run.hpp"
#include "properties/search/shrink/cause.hpp"
#include "properties/vocabulary.hpp"
#include "sim/scenario/parse.hpp"
#include "tests/properties/core/ownership/mistakes.hpp"
#include "tests/properties/core/publication/random_delivery.hpp"
#include "tests/properties/run_numbers.hpp"

namespace crisper::properties {
namespace {

/// Seeds, or numbers of random runs, that are tried until one fails.
constexpr std::uint64_t seeds_max = 12;
constexpr std::uint64_t deliveries_max = 300;
constexpr std::uint64_t mistakes_max = 1000;

std::optional<RunCase> if_it_fails(const sim::Scenario& scenario, std::uint64_t seed, const std::string& property) {
  auto run = run_scenario(scenario, {.seed = seed, .keep_evidence = false});
  EXPECT_TRUE(run) << run.error();
  if (!run || !cause_of(run->result, property)) return std::nullopt;
  return RunCase{.scenario = scenario, .plan = std::move(run->plan), .seed = seed};
}

using ExampleSettings = std::vector<std::pair<std::string, std::string>>;

FailingCase of_example(const std::string& file, const std::string& property, const ExampleSettings& settings) {
  std::string name = file + (settings.empty() ? "" : "_" + settings.front().first);
  std::ranges::replace_if(name, [](char c) { return c == '.' || c == '-'; }, '_');
  return {name + "_" + property.substr(0, property.find(' ')), property, [=]() -> std::optional<RunCase> {
            auto scenario = sim::load_scenario(CRISPER_SOURCE_DIR "/scenarios/examples/" + file + ".yaml",
                                               scenario_vocabulary());
            EXPECT_TRUE(scenario) << scenario.error().text();
            for (const auto& [path, value] : settings) {
              auto changed = sim::set_path(*scenario, path, value, scenario_vocabulary());
              EXPECT_TRUE(changed) << changed.error().text();
              if (!changed) return std::nullopt;
              scenario = std::move(changed);
            }
            if (auto found = if_it_fails(*scenario, scenario->seed, property)) return found;
            for (std::uint64_t seed = 1; seed <= seeds_max; ++seed) {
              if (auto found = if_it_fails(*scenario, seed, property)) return found;
            }
            return std::nullopt;
          }};
}

FailingCase of_mistake(const Mistake& mistake) {
  return {mistake.name, mistake.broken, [mistake]() -> std::optional<RunCase> {
            for (std::uint64_t number = 1; number <= mistakes_max; ++number) {
              if (auto found = failing_run(mistake.runs, number, mistake.broken)) return found;
            }
            return std::nullopt;
          }};
}

FailingCase of_delivery(const std::string& name, const std::string& property, DeliverySettings settings) {
  settings.properties = "[" + property + "]";
  return {name, property, [=]() -> std::optional<RunCase> {
            for (std::uint64_t number = 1; number <= deliveries_max; ++number) {
              const auto scenario = sim::parse_scenario(random_delivery(settings, number));
              EXPECT_TRUE(scenario) << scenario.error().text();
              if (!scenario) return std::nullopt;
              if (auto found = if_it_fails(*scenario, number, property)) return found;
            }
            return std::nullopt;
          }};
}

/// One busy fridge behind locks that nothing checks, and reads that take their time.
FailingCase of_busy_fridge(const std::string& name, const std::string& property, const std::string& ownership,
                           const std::string& faults, const std::string& more = "") {
  const std::string text = R"(
crisper: 1
name: one busy fridge
design:
  client: {timeout: 2s, attempts: 20}
  command_queue: {handlers: 4, visibility_timeout: 10s, dead_letter_after: 1000}
  ownership: {)" + ownership +
                           R"(}
  executor: {timeout: 400ms}
  event_store: {append: any}
workload:
  orders: {count: 30, rate: 40/s, customers: 20, fridges: 1, meals: 1}
  restock: {initial: 30}
run: {horizon: 1h, settle: 2s}
faults:
)" + faults + more;
  return {name, property, [=]() -> std::optional<RunCase> {
            const auto scenario = sim::parse_scenario(text, {}, scenario_vocabulary());
            EXPECT_TRUE(scenario) << scenario.error().text() << text;
            if (!scenario) return std::nullopt;
            for (std::uint64_t seed = 1; seed <= seeds_max; ++seed) {
              if (auto found = if_it_fails(*scenario, seed, property)) return found;
            }
            return std::nullopt;
          }};
}

void add_examples(std::vector<FailingCase>& cases) {
  // Lunch breaks of a few seconds: what fails in a minute of them fails in the first moments too.
  const std::pair<std::string, std::string> short_day{"workload.orders.for", "3s"};
  const std::pair<std::string, std::string> few_fridges{"workload.orders.fridges", "3"};
  cases.push_back(of_example("lunch_rush", "single_writer", {{"design.ownership.strategy", "none"}, short_day}));
  cases.push_back(of_example("lunch_rush", "projection_matches_log",
                             {{"design.consumers.catalog.inbox", "off"}, {"workload.orders.for", "1s"}, few_fridges}));
  cases.push_back(of_example("small_rush", "single_writer", {{"design.ownership.strategy", "none"}}));
  cases.push_back(of_example("small_rush", "projection_matches_log", {{"design.consumers.catalog.inbox", "off"}}));
  cases.push_back(
      of_example("conference", "views_match_events", {{"design.consumers.registrations.inbox", "off"}}));
  cases.push_back(of_example("refills", "mailed_once", {{"smart_fridge.mail.idempotent", "off"}}));
  cases.push_back(of_example("retention", "no_event_lost", {{"design.publication.archive", "off"}}));
  cases.push_back(of_example("rebuild", "projection_matches_log", {{"design.consumers.catalog.replays", "[]"}}));
  cases.push_back(of_example("write_skew", "stand_in_was_on", {}));
  cases.push_back(of_example("read_nodes", "reads_own_writes", {{"design.reads.session", "none"}}));
  cases.push_back(of_example("picnic", "no_deadlock",
                             {{"design.ownership.deadlock", "none"}, {"workload.baskets.rate", "120/s"}, short_day}));
  cases.push_back(of_example("quiet_day", "order_latency p99 < 8ms", {{"properties", "[{order_latency: p99 < 8ms}]"}}));
}

void add_deliveries(std::vector<FailingCase>& cases) {
  const std::string outbox = "{method: outbox, poll: 10ms}";
  cases.push_back(
      of_delivery("store_then_broker_in_two_writes", "no_event_lost", {.publication = "{method: dual_write}"}));
  DeliverySettings wide{.publication = outbox, .catalog = "{inbox: {key: command}}", .fridges = 2};
  wide.workload = "  baskets: {rate: 20/s, clients: 3, fridges: 2..2}\n";
  cases.push_back(of_delivery("inbox_key_too_wide", "projection_matches_log", wide));
  cases.push_back(of_delivery("inbox_key_too_narrow", "event_applied_once",
                              {.publication = outbox, .catalog = "{inbox: {key: delivery}, checkpoint: after}"}));
  cases.push_back(of_delivery("checkpoint_before_effect", "no_event_lost",
                              {.publication = outbox, .catalog = "{checkpoint: before}"}));
  DeliverySettings skipping{.publication = outbox, .catalog = "{sequencer: {gap: skip, gap_timeout: 20ms}}"};
  skipping.faults = "  - {reorder: 30%, by: 50ms..400ms, on: {from: event-log, to: catalog}}\n";
  cases.push_back(of_delivery("sequencer_that_skips", "events_in_order_per_stream", skipping));
  cases.push_back(of_delivery("inbox_of_one_node", "event_applied_once",
                              {.publication = "{method: store_subscription, subscription: round_robin, retry: 300ms}",
                               .catalog = "{sequencer: off, nodes: 3, inbox: {scope: node}}"}));
}

/// What is shrunk for long.
void add_long_examples(std::vector<FailingCase>& cases) {
  cases.push_back(of_example("upgrade", "decision_is_right", {{"design.event_store.snapshot_schema", "any"}}));
  cases.push_back(of_example("when_then", "stock_never_negative", {{"design.ownership.hold_until", "appended"}}));
  const ExampleSettings unguarded{{"design.ownership.strategy", "none"}, {"design.event_store.append", "any"}};
  cases.push_back(of_example("account", "never_overdrawn", unguarded));
  cases.push_back(of_example("ticket_shop", "never_oversold", unguarded));
}

/// Faults that the other tables have none of.
void add_faults(std::vector<FailingCase>& cases) {
  const std::string lock = "strategy: row_lock, lease: 300ms, wait: 100ms, fencing: off";
  cases.push_back(of_busy_fridge("lease_over_a_slow_read", "single_writer", lock + ", on_wait_timeout: go_on",
                                 "  - {delay: 20%, by: 150ms..400ms, on: {from: event-store, to: handler}}\n"));
  cases.push_back(of_busy_fridge("slow_machine", "order_latency p99 < 20ms", "strategy: row_lock",
                                 "  - {slow: event-store, by: 10x, at: 0s, for: 5s}\n",
                                 "properties: [{order_latency: p99 < 20ms}]\n"));
}

}  // namespace

std::vector<FailingCase> failing_cases() {
  std::vector<FailingCase> cases;
  add_examples(cases);
  const std::vector<Mistake>& all = mistakes();
  // The others look for their failure through hundreds of runs, and shrink it for a minute: only where time is given.
  const bool has_time = run_numbers(1).count() > 1;
  const std::size_t quick = has_time ? all.size() : std::min<std::size_t>(3, all.size());
  for (std::size_t i = 0; i < quick; ++i) cases.push_back(of_mistake(all[i]));
  if (!has_time) return cases;
  add_long_examples(cases);
  add_deliveries(cases);
  add_faults(cases);
  return cases;
}

}  // namespace crisper::properties
