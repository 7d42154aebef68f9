// A design's graph is held against runs: whoever speaks to whom there has a channel in it.
#include "sim/graph/design_graph.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "core/design/ownership_strategy.hpp"
#include "core/design/publication_method.hpp"
#include "properties/scenario_run.hpp"
#include "tests/properties/lint/lint_cases.hpp"

namespace crisper::properties {
namespace {

using Link = std::pair<std::string, std::string>;

/// Who sent to whom, by role, and both ways: a graph's channels go as their cargo does.
class Links final : public RunWatch {
 public:
  void begin(const Names& names) override { names_ = &names; }
  void end(const RunResult&) override { names_ = nullptr; }
  bool wants(ObservationKind kind) const override { return kind == ObservationKind::message_sent; }
  void observe(const Observation& seen, ObservationId) override {
    if (seen.process == seen.peer) return;
    const std::string from = names_->role(seen.process), to = names_->role(seen.peer);
    seen_.insert(std::minmax(from, to));
  }
  const std::set<Link>& seen() const { return seen_; }

 private:
  const Names* names_ = nullptr;
  std::set<Link> seen_;
};

std::set<Link> links_of(const sim::DesignGraph& graph) {
  std::set<Link> links;
  for (const sim::Channel& each : graph.channels) {
    links.insert(std::minmax(graph.elements[each.from].role, graph.elements[each.to].role));
  }
  return links;
}

const std::string busy =
    "smart_fridge: {refill: {below: 4}, mail: {enabled: on}, board: on, order_time_limit: 2s}\n"
    "workload: {orders: {count: 10, rate: 20/s, customers: 3, fridges: 2, meals: 1}, restock: {initial: 5}, "
    "queries: {rate: 5/s}}\n"
    "properties: []\nrun: {settle: 1s}\n";

void expect_within(const std::string& design, const std::string& workload = busy) {
  const sim::Scenario scenario = lint_scenario(design + workload);
  const std::set<Link> drawn = links_of(sim::graph_of(scenario, sim::wiring_of(scenario)));
  Links links;
  ScenarioRunOptions options;
  options.watches = {&links};
  ASSERT_TRUE(run_scenario(scenario, options)) << design;
  EXPECT_GT(links.seen().size(), 5U) << design;
  for (const Link& each : links.seen()) {
    EXPECT_TRUE(drawn.contains(each)) << each.first << " and " << each.second << " speak, in " << design;
  }
}

TEST(DesignGraph, has_a_channel_for_whatever_a_run_of_each_strategy_sends) {
  // Wrong: what is said of a design before a run is not true of its runs.
  for (const crisper::StrategyEntry& each : ownership_strategies()) {
    expect_within("design: {ownership: {strategy: " + std::string(each.name) + "}}\n");
  }
  expect_within("design: {ownership: {strategy: lease, replicas: 3}}\n");
  expect_within("design: {ownership: {strategy: row_lock, state_from: own_events, hold_until: published_back}}\n");
}

TEST(DesignGraph, has_a_channel_for_whatever_a_run_of_each_method_sends) {
  // The same, of the way of events.
  for (const PublicationEntry& each : publication_methods()) {
    expect_within("design: {publication: {method: " + std::string(each.name) + "}}\n");
  }
  expect_within("design: {event_log: {fan_out: ordered}}\n");
  const std::string grid = "design: {publication: {method: push_grid}, consumers: {catalog: ";
  expect_within(grid + "{nodes: 2}}}\n");
  expect_within(grid + "{function: {cold_start: 10ms}}}}\n");
  expect_within(
      "design: {publication: {method: store_subscription, subscription: ranges}, "
      "consumers: {catalog: {nodes: 2}}}\n");
}

TEST(DesignGraph, has_a_channel_for_whatever_a_run_of_each_executor_sends) {
  // The same, of where a command is carried out.
  for (const char* kind : {"singleton", "pool", "forwarded", "per_entity", "per_request"}) {
    expect_within(std::string("design: {executor: {kind: ") + kind + "}}\n");
  }
  for (const char* kind : {"singleton", "pool", "forwarded"}) {
    expect_within(std::string("design: {executor: {send: cast, kind: ") + kind + "}}\n");
  }
  expect_within("design: {event_store: {snapshot_every: 2}, respond: projected, executor: {kind: per_request}}\n");
  expect_within("design: {consumers: {catalog: {read_nodes: 2, replays: [{at: 1s, how: beside}]}}}\n");
}

TEST(DesignGraph, has_a_channel_for_whatever_areas_subscribers_and_fridges_send) {
  // The same, of a router, of whoever reads along, and of requests to services outside.
  const std::string rest =
      "smart_fridge: {venue_size: 1, schedule: {enabled: on}, sensors: {report: running, trust: full, senders: 2}}\n"
      "workload: {orders: {count: 10, rate: 20/s, customers: 3, fridges: 2, meals: 1, look_first: on}, "
      "restock: {initial: 5, releases: 1s}, queries: {rate: 5/s, view: billing}, sensors: {every: 500ms}, "
      "spoilage: {rate: 2/s, written_off: 50%}}\n"
      "properties: []\nrun: {settle: 1s}\n";
  expect_within("design: {areas: {count: 2}, consumers: {catalog: {per_area: on}, billing: {}}}\n", rest);
  const sim::Scenario scenario = lint_scenario("design: {areas: {count: 2}, command_queue: {handlers: 3}}\n");
  const sim::DesignGraph graph = sim::graph_of(scenario, sim::wiring_of(scenario));
  std::vector<std::string> fetching;
  for (const sim::Channel& each : graph.channels) {
    const std::string& from = graph.elements[each.from].name;
    if (graph.elements[each.to].role == "handler" && from.starts_with("command-queue")) {
      fetching.push_back(from + " " + graph.elements[each.to].name);
    }
  }
  EXPECT_EQ(fetching, (std::vector<std::string>{"command-queue-area-1 handler-1", "command-queue-area-2 handler-2",
                                                "command-queue-area-1 handler-3"}));
}

TEST(DesignGraph, has_a_channel_for_whatever_a_business_of_a_scenario_sends) {
  // The same, of services outside that a process manager asks, or a receptor.
  const std::string shop = R"yaml(domain:
  name: shop
  ids: [booking]
  entities:
    show:
      state: {held: number}
      commands:
        hold(booking): otherwise -> Held
        sell(booking): otherwise -> Sold
      events:
        Held(booking): held += 1
        Sold(booking): nothing
  services:
    bank: {requests: {"charge(show, booking)": {accepted: show.sell(booking)}}}
    post: {requests: {write(booking): {}}}
  receptors: {letters: {Sold: write(booking)}}
  processes:
    purchase:
      for: booking
      begins: {Held: "charge(show, booking) -> paying"}
      stages: {paying: {Sold: nothing -> sold}}
      ends: [sold]
workload:
  for: 3s
  actors:
    buyers: {does: show.hold(booking), rate: 5/s, with: {show: 1..2, booking: new}}
properties: []
run: {settle: 1s}
)yaml";
  expect_within("", shop);
  const sim::Scenario scenario = lint_scenario(shop);
  const sim::DesignGraph graph = sim::graph_of(scenario, sim::wiring_of(scenario));
  std::set<Link> named;
  for (const sim::Channel& each : graph.channels) {
    named.emplace(graph.elements[each.from].name, graph.elements[each.to].name);
  }
  for (const Link& each : {Link("purchase-relay", "bank-tracker"), Link("letters-relay", "post-tracker"),
                           Link("bank-tracker", "command-store"), Link("post-tracker", "post-processor")}) {
    EXPECT_TRUE(named.contains(each)) << each.first << " to " << each.second;
  }
  EXPECT_FALSE(named.contains({"post-tracker", "command-store"}));  // nothing comes of its answers
  EXPECT_FALSE(named.contains({"letters-relay", "bank-tracker"}));
}

TEST(DesignGraph, has_a_channel_for_commands_that_a_service_is_given) {
  // R43. The same, of commands that are for a service without a state: whoever has them in hand gives them to it.
  const std::string post = R"yaml(domain:
  name: office
  ids: [customer]
  entities:
    book:
      state: {entries: number}
      commands: {enter(): otherwise -> Entered}
      events: {Entered(): entries += 1}
  services:
    post: {requests: {write(customer): {}}}
    bank: {requests: {charge(customer): {}}}
workload:
  for: 3s
  actors:
    writers: {does: write(customer), rate: 5/s, with: {customer: 1..9}}
    clerks: {does: book.enter, rate: 5/s, with: {book: 1..2}}
properties: []
run: {settle: 1s}
)yaml";
  for (const crisper::StrategyEntry& each : ownership_strategies()) {
    expect_within("design: {ownership: {strategy: " + std::string(each.name) + "}}\n", post);
  }
  for (const char* executor : {"kind: pool", "kind: per_entity", "kind: per_request", "kind: pool, send: cast"}) {
    expect_within(std::string("design: {executor: {") + executor + "}}\n", post);
  }
  const sim::Scenario scenario = lint_scenario(post);
  const sim::DesignGraph graph = sim::graph_of(scenario, sim::wiring_of(scenario));
  std::set<Link> commands;
  for (const sim::Channel& each : graph.channels) {
    if (each.cargo != sim::Cargo::commands) continue;
    commands.emplace(graph.elements[each.from].name, graph.elements[each.to].name);
  }
  EXPECT_TRUE(commands.contains({"handler-1", "post-tracker"}));
  EXPECT_FALSE(commands.contains({"handler-1", "bank-tracker"})) << "no command is for it";
}

TEST(DesignGraph, tells_calls_from_casts) {
  // R28. Wrong: whether a sender waits, which is what holds it back, would be in no column of what is told of a design.
  const auto sent_by = [](const std::string& send) {
    const sim::Scenario scenario = lint_scenario("design: {executor: {kind: pool, send: " + send + "}}\n");
    const sim::DesignGraph graph = sim::graph_of(scenario, sim::wiring_of(scenario));
    const auto found = std::ranges::find_if(graph.channels, [&](const sim::Channel& each) {
      return graph.elements[each.from].name == "handler-1" && graph.elements[each.to].name == "service-2";
    });
    EXPECT_NE(found, graph.channels.end());
    return found == graph.channels.end() ? sim::Mechanism::pull : found->mechanism;
  };
  EXPECT_EQ(sent_by("call"), sim::Mechanism::call);
  EXPECT_EQ(sent_by("cast"), sim::Mechanism::push);
}

TEST(DesignGraph, says_of_each_channel_what_it_promises) {
  // Wrong: an architect reads a guarantee that nobody gives.
  const auto channel = [](const std::string& design, std::string_view from, std::string_view to) {
    const sim::Scenario scenario = lint_scenario(design);
    const sim::DesignGraph graph = sim::graph_of(scenario, sim::wiring_of(scenario));
    const auto found = std::ranges::find_if(graph.channels, [&](const sim::Channel& each) {
      return graph.elements[each.from].name == from && graph.elements[each.to].name == to &&
             each.cargo == sim::Cargo::events;
    });
    EXPECT_NE(found, graph.channels.end()) << from << " to " << to;
    return found == graph.channels.end() ? sim::Channel{} : *found;
  };
  EXPECT_FALSE(channel("design: {publication: {method: dual_write}}\n", "handler-1", "event-log").at_least_once);
  const sim::Channel pushed = channel("design: {publication: {method: push_grid}}\n", "event-grid", "catalog");
  EXPECT_TRUE(pushed.at_least_once);
  EXPECT_FALSE(pushed.ordered);
  EXPECT_EQ(pushed.mechanism, sim::Mechanism::push);
  const sim::Channel polled = channel("design: {publication: {method: consumer_polling}}\n", "event-store", "catalog");
  EXPECT_TRUE(polled.ordered);
  EXPECT_TRUE(channel("", "event-log", "catalog").once);
  const std::string no_inbox = "design: {consumers: {catalog: {inbox: off}}}\n";
  EXPECT_FALSE(channel(no_inbox, "event-log", "catalog").once);
  EXPECT_FALSE(channel(no_inbox, "event-relay", "event-log").once);  // not to all in the end
  EXPECT_FALSE(channel("", "event-log", "catalog").in_turn);
  EXPECT_TRUE(channel("design: {event_log: {fan_out: ordered}}\n", "event-log", "catalog").in_turn);
  EXPECT_EQ(polled.mechanism, sim::Mechanism::pull);
}

}  // namespace
}  // namespace crisper::properties
