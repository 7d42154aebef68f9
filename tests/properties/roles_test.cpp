// What a design says of a role counts for every process of that role, whoever starts it and when.
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "properties/scenario_run.hpp"
#include "properties/vocabulary.hpp"
#include "sim/scenario/parse.hpp"
#include "sim/scenario/wiring.hpp"

namespace crisper::properties {
namespace {

RunResult run_of(const std::string& design, const std::string& properties = "[all]", const std::string& more = "",
                 const std::string& more_work = "") {
  const std::string text = "crisper: 1\nname: roles\ndesign: " + design +
                           "\nworkload: {orders: {rate: 20/s, count: 20, customers: 5, fridges: 2, meals: 2}, "
                           "restock: {initial: 10}, queries: {rate: 5/s}, reports: [{at: 2s, counted: 9}]" +
                           more_work + "}\n" +
                           "properties: " + properties + "\n" + more;
  const auto scenario = sim::parse_scenario(text, {}, scenario_vocabulary());
  EXPECT_TRUE(scenario) << scenario.error().text();
  const auto run = run_scenario(*scenario, {.seed = 1});
  EXPECT_TRUE(run);
  return run->result;
}

TEST(Roles, a_handler_is_charged_for_each_command_that_it_takes) {
  // Wrong: what a command costs where it is decided could not be said, and no capacity would follow from it.
  for (const char* strategy : {"row_lock", "optimistic", "partitioned_queue", "escrow"}) {
    const std::string ownership = std::string("ownership: {strategy: ") + strategy + "}";
    const RunResult result = run_of("{roles: {handler: {service_time: 20ms}}, " + ownership + "}",
                                    "[all, {order_latency: min > 20ms}]");
    EXPECT_EQ(result.verdict, Verdict::pass) << strategy << ": " << result.reason;
    const RunResult free = run_of("{" + ownership + "}");
    EXPECT_LT(free.metrics.times.at("order_latency").p50, Duration(std::chrono::milliseconds(20)));
  }
}

TEST(Roles, a_process_for_one_request_is_charged_for_it) {
  // Wrong: its first turn is its only one, and would be free.
  const RunResult result = run_of("{executor: {kind: per_request}, roles: {request: {service_time: 25ms}}}",
                                  "[all, {order_latency: min > 25ms}]");
  EXPECT_EQ(result.verdict, Verdict::pass) << result.reason;
}

TEST(Roles, the_world_outside_is_charged_too) {
  // Wrong: processes that a domain adds would be out of the design's reach.
  for (const char* role : {"payment-tracker", "external"}) {
    const RunResult result = run_of(std::string("{roles: {") + role + ": {service_time: 500ms}}}",
                                    "[{order_completion: p50 > 500ms}]");
    EXPECT_EQ(result.verdict, Verdict::pass) << role << ": " << result.reason;
  }
}

TEST(Roles, an_actor_that_takes_more_than_its_budget_dies_of_it) {
  // Wrong: a budget of spawned processes that nobody keeps.
  const RunResult result =
      run_of("{ownership: {strategy: actor_per_stream}, roles: {actor: {memory: {budget_kib: 1}}}}");
  EXPECT_NE(result.verdict, Verdict::pass);
  const auto within = std::ranges::find(result.properties, "within_memory", &PropertyResult::name);
  ASSERT_NE(within, result.properties.end());
  EXPECT_EQ(within->verdict, Verdict::fail) << within->reason;
}

/// Designs that have every role between them.
std::vector<std::string> designs() {
  std::vector<std::string> designs{
      "executor: {kind: pool}", "executor: {kind: forwarded}", "executor: {kind: per_entity}",
      "executor: {kind: per_request}",
      "event_store: {snapshot_every: 2}", "areas: {count: 2}, consumers: {analytics: {}}",
      "ownership: {hold_until: published_back}",
      "publication: {method: push_grid}, consumers: {catalog: {function: {}}, order-process: {nodes: 2}}"};
  for (const char* strategy : {"row_lock", "lease", "single_process", "actor_per_stream", "escrow"}) {
    designs.push_back(std::string("ownership: {strategy: ") + strategy + "}");
  }
  for (const char* method :
       {"single_publisher", "log_subscription", "log_is_truth, retention: 500ms", "two_phase_commit"}) {
    designs.push_back(std::string("publication: {method: ") + method + "}");
  }
  return designs;
}

TEST(Roles, the_work_of_every_role_that_a_design_has_is_seen) {
  // Wrong: settings of a role that are accepted, and mean nothing.
  const std::string domain =
      "smart_fridge: {refill: {below: 3}, mail: {enabled: on}, sensors: {report: running}, "
      "schedule: {enabled: on}, prices: {promise: 10s}}\n";
  const std::string work =
      ", sensors: {every: 5s}, spoilage: {rate: 20/s, written_off: 50%}, "
      "promotions: [{rows: [{id: 1, meal: 1, price: 300}, {id: 2, meal: 2, price: 300, from: 500ms}]}]";
  std::set<std::string> seen;
  for (const std::string& design : designs()) {
    const auto scenario = sim::parse_scenario("crisper: 1\nname: x\ndesign: {" + design + "}\n" + domain +
                                              "workload: {queries: {rate: 5/s}, reports: [{at: 2s, counted: 9}]" +
                                              work + "}");
    ASSERT_TRUE(scenario) << scenario.error().text();
    const sim::Wiring wiring = sim::wiring_of(*scenario);
    std::set<std::string> roles;
    for (const sim::FaultTarget& each : wiring.processes) roles.insert(each.role);
    for (const LaterProcesses& each : wiring.later) roles.insert(each.role);
    const std::uint64_t plain = run_of("{" + design + "}", "[]", domain, work).run.digest;
    for (const std::string& role : roles) {
      if (!seen.insert(role).second) continue;
      const std::string settings = ", roles: {" + role + ": {service_time: 3ms}}}";
      EXPECT_NE(run_of("{" + design + settings, "[]", domain, work).run.digest, plain) << role << " in " << design;
    }
  }
  std::set<std::string> known;
  for (const RoleWord& word : role_words()) {
    if (word.role != "shopper") known.insert(word.role);
  }
  EXPECT_EQ(seen, known);
}

}  // namespace
}  // namespace crisper::properties
