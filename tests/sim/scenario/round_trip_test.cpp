#include <gtest/gtest.h>

#include "core/base/rng.hpp"
#include "sim/scenario/schema.hpp"
#include "tests/sim/scenario/scenarios.hpp"

namespace crisper::sim {
namespace {

void expect_round_trip(const Scenario& scenario, const std::string& what) {
  const std::string text = to_yaml(scenario);
  const auto back = parse_scenario(text);
  ASSERT_TRUE(back) << what << ": " << back.error().text() << "\n" << text;
  EXPECT_EQ(*back, scenario) << what << "\n" << text;
  EXPECT_EQ(to_yaml(*back), text) << what;
}

TEST(ResolvedScenario, reads_back_to_the_same_scenario) {
  // Wrong: the file beside a result would describe another run than the one it stands beside.
  expect_round_trip(parsed(""), "the defaults");
  for (const std::string& file : example_files()) {
    const auto scenario = load_scenario(file);
    ASSERT_TRUE(scenario) << scenario.error().text();
    expect_round_trip(*scenario, file);
  }
}

TEST(ResolvedScenario, keeps_names_however_strange) {
  // Wrong: a colon in a name that breaks the file.
  for (const char* name :
       {"a: b", "# no comment", "*star", "- dash",       "\"quoted\"", "it's",     "null",       "~",
        "on",   "{x}",          "100%",  "\xe2\x82\xac", "trailing ",  " leading", "...",
        "---",  "!tag",         "1",     "? q",          "back\\slash"}) {
    Scenario scenario = parsed("");
    scenario.name = name;
    scenario.description = std::string("two\nlines, and ") + name;
    expect_round_trip(scenario, name);
  }
}

/// Settings that a scenario might get, one for each part of the tables that has a shape of its own.
const std::vector<std::pair<std::string, std::vector<std::string>>>& settings() {
  static const std::vector<std::pair<std::string, std::vector<std::string>>> all{
      {"description", {"some text", "'with: colon'"}},
      {"design.client.timeout", {"1ns", "1.234567891s", "90m"}},
      {"design.command_queue.handlers", {"1", "10000"}},
      {"design.command_queue.scale", {"[{at: 1s, handlers: 3}, {at: 2500ms, handlers: 1}]"}},
      {"design.ownership.strategy", {"none", "row_lock"}},
      {"design.consumers.catalog.inbox", {"off", "on", "{window: 3s}"}},
      {"design.consumers.orders.sequencer", {"off", "{limit: 3}"}},
      {"design.consumers.orders.checkpoint", {"before", "after"}},
      {"design.respond", {"accepted"}},
      {"design.roles.handler", {"{service_time: 1ms}", "{mailbox: {overflow: drop_newest}}",
                                "{memory: {budget_kib: 7, restart_after: 1s}}"}},
      {"smart_fridge.payment.refused", {"0.000001%", "100%", "0.125"}},
      {"deployment.hosts", {"1", "64", "[{name: x, speed: 0.3}, {name: y.z, cores: 1}]"}},
      {"deployment.link", {"{latency: 0s, bandwidth: unlimited}", "{bandwidth: 333bps}"}},
      {"deployment.transport", {"session", "{kind: session, retransmit_limit: 3}"}},
      {"deployment.place.handler-*", {"host-1"}},
      {"workload.orders.rate", {"0.5/h", "12.5/m", "1000/s"}},
      {"workload.orders.for", {"30s", "null"}},
      {"workload.orders.count", {"0", "1000"}},
      {"workload.orders.popularity", {"zipf(0.1)", "zipf(2)", "uniform"}},
      {"workload.orders.quantity", {"2", "1..9"}},
      {"workload.orders.arrivals", {"constant", "burst", "{burst: {size: 7}}"}},
      {"workload.orders.closed", {"{think: 3s}", "null"}},
      {"workload.restock.every", {"9s", "null"}},
      {"workload.reports", {"[]", "[{at: 1s, counted: 0}]"}},
      {"workload.script",
       {"null"}},
      {"workload",
       {"{script: []}", "{script: [{client: a, at: 1s, load: {}}, {client: b-1, think: 1s, order: {price: 0}, id: 5}]}",
        "{script: [{client: a, look: {view: orders}}, {client: a, report: {counted: 0}}, {client: b, idle: on}]}"}},
      {"workload.queries", {"{}", "{rate: 1/m, view: orders}", "null"}},
      {"faults",
       {"[]",
        "[{loss: 1%}, {duplicate: 2%, by: 1ms, on: {to: catalog}}, {reorder: 1%}, {delay: 1%, by: 1ms..9ms}, {corrupt: "
        "1%}]",
        "[{bandwidth: 10%, on: {from: a}}, {partition: [a, b-*], one_way: on, for: 1s}, {crash: '*', every: 30s, "
        "required: on}]",
        "[{pause: x, at: 1s, for: 1s}, {slow: x, by: 3x}, {clock_skew: x, by: -1s, drift: -5ppm}, {loss: 0, at: 1s, "
        "for: 2s}]"}},
      {"properties", {"[]", "[all, {x.y: p99.9 <= 2s}, {z: '>= 5/m'}, {w: mean > 0.1}]"}},
      {"seed", {"0", "18446744073709551615"}},
      {"engine", {"fast", "simgrid", "null"}},
      {"run.horizon", {"100h", "null"}},
      {"sweep", {"{seed: 3..9}", "{seed: [1, 5, 2], faults: [[], [{loss: 1%}]]}", "{design.ownership: [{lease: 1s}]}"}},
  };
  return all;
}

TEST(ResolvedScenario, reads_back_whatever_was_set) {
  // Wrong: a value that can be set and not be written.
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    Rng rng(seed);
    Scenario scenario = parsed("");
    std::string log;
    for (int i = 0; i < 8; ++i) {
      const auto& [path, values] = settings()[rng.below(settings().size())];
      const std::string& value = values[rng.below(values.size())];
      const auto changed = set_path(scenario, path, value);
      if (!changed) continue;  // not together with what was set before: a thousand orders at one every two hours
      log += path + "=" + value + " ";
      scenario = *changed;
    }
    expect_round_trip(scenario, log);
  }
  for (const auto& [path, values] : settings()) {
    for (const std::string& value : values) {
      const auto changed = set_path(parsed(""), path, value);
      ASSERT_TRUE(changed) << changed.error().text();
      expect_round_trip(*changed, path + "=" + value);
    }
  }
}

}  // namespace
}  // namespace crisper::sim
