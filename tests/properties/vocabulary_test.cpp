// What the names of processes in a scenario are checked against: the design as it is wired.
#include "properties/vocabulary.hpp"

#include <gtest/gtest.h>

#include "properties/scenario_run.hpp"
#include "sim/scenario/parse.hpp"
#include "sim/scenario/warnings.hpp"
#include "sim/scenario/wiring.hpp"

namespace crisper::properties {
namespace {

std::string refused(const std::string& lines) {
  const auto scenario = sim::parse_scenario("crisper: 1\nname: names\n" + lines, {}, scenario_vocabulary());
  return scenario ? "" : scenario.error().text();
}

std::vector<std::string> warned(const std::string& lines) {
  const auto scenario = sim::parse_scenario("crisper: 1\nname: names\n" + lines, {}, scenario_vocabulary());
  EXPECT_TRUE(scenario) << scenario.error().text();
  std::vector<std::string> paths;
  for (const sim::ScenarioWarning& each : sim::warnings_of(*scenario)) paths.push_back(each.path);
  return paths;
}

TEST(ScenarioNames, of_nobody_in_this_design_are_refused) {
  // Wrong: a fault that strikes nobody, and a run that passes for it.
  const auto expect = [](const std::string& lines, const std::string& part) {
    const std::string error = refused(lines);
    EXPECT_NE(error.find(part), std::string::npos) << lines << ": " << error;
  };
  expect("faults: [{crash: catalog-2, at: 1s}]", "3:10: faults.0: nobody in this design is called 'catalog-2'");
  expect("faults: [{crash: catalog-2, at: 1s}]", "did you mean 'catalog'?");
  expect("faults: [{crash: handler-99, at: 1s}]", "there are handler-1 to handler-4");
  expect("faults: [{crash: actor-1-1-1, at: 1s}]", "nobody in this design is called 'actor-1-1-1'");
  expect("faults: [{crash: service-1, at: 1s}]", "nobody in this design is called 'service-1'");
  expect("faults: [{crash: lock-service, at: 1s}]\ndesign: {ownership: {strategy: optimistic}}", "'lock-service'");
  expect("faults: [{loss: 5%, on: {from: kitchen, to: command-stor}}]", "did you mean 'command-store'?");
  expect("faults: [{partition: [host-1, host-7], at: 1s}]", "there are host-1 to host-6");
  expect("deployment: {place: {service-*: host-1}}", "deployment.place: nobody");
  expect("design: {roles: {service: {service_time: 1ms}}}", "this design has no process of that role");
  expect("design: {consumers: {order-mails: {inbox: off}}}", "this design has no such consumer");
  expect("design: {consumers: {catalgo: {inbox: off}}}", "did you mean 'catalog'?");
  expect("design: {consumers: {handler-1: {}}}", "a subscriber can't be called 'handler-1'");
  expect("design: {consumers: {kitchen: {}}}", "a subscriber can't be called 'kitchen'");
  expect("design: {consumers: {north-area-1: {}}}", "a subscriber can't be called 'north-area-1'");
  expect("properties: [{lag.nosuch: '< 5'}]", "lag has no part 'nosuch'");
  expect("properties: [{lag.order-mails: '< 5'}]", "nobody in this design is called 'order-mails'");
  expect("properties: [{messages_dropped.nosuch: '< 1'}]", "messages_dropped has no part 'nosuch'");
  expect("properties: [{utilisation.handler-9: '< 90%'}]", "nobody in this design is called 'handler-9'");
}

TEST(ScenarioNames, of_parts_for_areas_need_a_view_with_rows_in_different_places) {
  // Wrong: every row would be in the first part or in none, and the others would be asked for nothing.
  auto scenario = sim::load_scenario(CRISPER_SOURCE_DIR "/scenarios/examples/account.yaml", scenario_vocabulary());
  ASSERT_TRUE(scenario.has_value()) << scenario.error().text();
  scenario->design.areas.count = 2;
  scenario->design.consumers["balances"].per_area = true;
  const auto read = sim::parse_scenario(sim::to_yaml(*scenario), {}, scenario_vocabulary());
  ASSERT_FALSE(read.has_value());
  const std::string no_places = ".per_area: this business doesn't say that the rows of this view are in different";
  EXPECT_NE(read.error().text().find("design.consumers.balances" + no_places), std::string::npos)
      << read.error().text();
  const auto split = [](const std::string& view, const std::string& settings) {
    return refused("smart_fridge: {" + settings + "}\ndesign: {areas: {count: 2}, consumers: {" + view +
                   ": {per_area: on}}}\n");
  };
  const std::string board = split("order-board", "board: on");
  EXPECT_NE(board.find("design.consumers.order-board" + no_places), std::string::npos) << board;
  EXPECT_EQ(split("catalog", ""), "");
  EXPECT_EQ(split("venues", "venue_size: 2"), "");
}

TEST(ScenarioNames, of_parts_for_areas_are_not_for_subscribers) {
  // Wrong: each part would count what belongs to others, and areas_apart would fail every run.
  const std::string error = refused("design: {areas: {count: 2}, consumers: {billing: {per_area: on}}}");
  EXPECT_NE(error.find("design.consumers.billing.per_area: a subscriber counts all events"), std::string::npos)
      << error;
}

TEST(ScenarioNames, of_processes_are_not_for_clients) {
  // Wrong: two processes of one name, of which one gets the other's mail; it ended the program.
  const auto said = [](const std::string& client) {
    return refused("workload: {script: [{client: " + client + ", order: {fridge: 1, meal: 1}}]}\n");
  };
  for (const std::string client : {"event-store", "handler-1", "catalog"}) {
    EXPECT_NE(said(client).find("workload.script: a client can't be called '" + client + "': a process of this design"),
              std::string::npos)
        << said(client);
  }
  EXPECT_EQ(said("customer-1"), "");
}

TEST(ScenarioNames, of_somebody_in_this_design_are_not) {
  // Wrong: a scenario that means what it says would be refused.
  for (const char* lines :
       {"faults: [{crash: handler-4, at: 1s}, {pause: handler, for: 1s}, {slow: \"handler-*\", by: 2x}]",
        "faults: [{crash: \"*\", at: 1s}]",
        "design: {consumers: {billing: {}, fraud: {read_nodes: 2}}}\nfaults: [{crash: fraud-2, at: 1s}]",
        "design: {areas: {count: 2}}\nfaults: [{crash: command-queue-area-2, at: 1s}]",
        "faults: [{crash: host-6, at: 1s}, {partition: [host-1, event-store], at: 1s}, {loss: 5%}]",
        "faults: [{crash: customer-16, at: 1s}, {crash: kitchen, at: 1s}]",
        "faults: [{crash: service-4, at: 1s}]\ndesign: {executor: {kind: pool}}",
        "faults: [{crash: catalog-2, at: 1s}]\ndesign: {consumers: {catalog: {read_nodes: 2}}}",
        "faults: [{crash: order-mails-relay, at: 1s}]\nsmart_fridge: {mail: {enabled: on}}",
        "design: {ownership: {strategy: actor_per_stream}, roles: {actor: {service_time: 1ms}}}",
        "properties: [{messages_dropped.loss: '< 1'}, {lag.catalog: '< 50'}, {fairness.fridge: '> 0.9'}]",
        "properties: [{utilisation.handler: '< 90%'}, {mailbox_peak: '< 50'}, {commands_per_second: '> 1/s'}]",
        // A design that is varied has what one of its variants has.
        "faults: [{crash: lock-service, at: 1s}]\nsweep: {design.ownership.strategy: [row_lock, optimistic]}"}) {
    EXPECT_EQ(refused(lines), "");
  }
}

TEST(ScenarioNames, of_somebody_who_may_come_are_warned_of) {
  // Wrong: the same word for a slip and for a process that a design starts when it needs it.
  const std::string actors = "\ndesign: {ownership: {strategy: actor_per_stream}}";
  EXPECT_EQ(warned("faults: [{crash: actor-1-1-1, at: 1s}]" + actors), std::vector<std::string>{"faults.0"});
  EXPECT_EQ(warned("faults: [{crash: actor, at: 1s}, {crash: \"actor-*\", at: 1s}]" + actors),
            std::vector<std::string>{});
  EXPECT_EQ(warned("deployment: {place: {actor: host-1}}" + actors),
            std::vector<std::string>{"deployment.place.actor"});
}

TEST(ScenarioNames, of_a_pattern_are_those_of_who_comes_later_too) {
  // Wrong: a crash of `actor-*` would be one of the registry, though `describe` says that it is the actors'.
  for (const char* pattern : {"actor-*", "actor"}) {
    const auto scenario = sim::parse_scenario(
        std::string("crisper: 1\nname: x\ndesign: {ownership: {strategy: actor_per_stream}}\n"
                    "workload: {orders: {rate: 50/s, start: 100ms, count: 15, fridges: 4}, restock: {initial: 20}}\n"
                    "faults: [{crash: '") + pattern + "', at: 250ms, restart_after: 10ms}]\n",
        {}, scenario_vocabulary());
    ASSERT_TRUE(scenario) << scenario.error().text();
    class Crashes final : public RunWatch {
     public:
      void begin(const Names& names) override { names_ = &names; }
      void end(const RunResult&) override {}
      bool wants(ObservationKind kind) const override { return kind == ObservationKind::process_crashed; }
      void observe(const Observation& seen, ObservationId) override { actors += names_->role(seen.process) == "actor"; }
      int actors = 0;

     private:
      const Names* names_ = nullptr;
    } crashes;
    ASSERT_TRUE(run_scenario(*scenario, {.seed = 1, .engine = "fast", .watches = {&crashes}}));
    EXPECT_GT(crashes.actors, 1) << pattern;
  }
}

TEST(ScenarioNames, silent_clients_are_those_of_the_workload) {
  // Wrong: a client that is told of and isn't there, or the other way round.
  for (const char* workload :
       {"{}", "{orders: {count: 0}}", "{restock: {initial: 0}}", "{restock: {initial: 0, every: 5s}}",
        "{orders: {count: 5, rate: 50/s}, restock: {initial: 0, every: 5s}}",
        "{baskets: {clients: 3}, queries: {clients: 2}, reports: [{at: 1s, counted: 3}], orders: {clients: 4}}",
        "{script: [{client: kitchen, at: 0s, load: {}}, {client: customer-1, at: 1s, order: {}}]}"}) {
    const auto scenario = sim::parse_scenario(std::string("crisper: 1\nname: x\ndesign: {ownership: {strategy: "
                                                          "optimistic}}\nworkload: ") + workload);
    ASSERT_TRUE(scenario) << scenario.error().text();
    std::vector<std::string> said, there;
    const auto told = [](const ClientScript& each) { return each.name + " " + each.role; };
    for (const ClientScript& each : sim::silent_clients(*scenario)) said.push_back(told(each));
    for (const ClientScript& each : sim::clients_of(*scenario, 1)) there.push_back(told(each));
    EXPECT_EQ(said, there) << workload;
  }
}

TEST(ScenarioNames, of_kinds_are_those_of_the_scenarios_own_business) {
  // Wrong: a cost, a priority or a bound that names something of another business, and that nothing ever meets.
  const std::string shop = R"yaml(domain:
  name: shop
  ids: [booking]
  entities:
    show:
      state: {free: number}
      commands:
        hold(booking): otherwise -> SeatsHeld
      events:
        SeatsHeld(booking): free -= 1
  services: {post: {requests: {"mail(booking, show)": {}}}}
  views: {free_seats: {row: show, events: {SeatsHeld: value - 1}}}
)yaml";
  const auto problem = [&](const std::string& lines) { return refused(shop + lines); };
  const auto expect = [&](const std::string& lines, const std::string& part) {
    const std::string error = problem(lines);
    EXPECT_NE(error.find(part), std::string::npos) << lines << ": " << error;
  };
  expect("design: {costs: {decide: {kinds: {PlaceOrder: 1ms}}}}",
         "design.costs.decide.kinds: 'PlaceOrder' isn't known; one of: hold");
  expect("design: {costs: {grant: {kinds: {holt: 1ms}}}}", "'holt' isn't known; did you mean 'hold'?");
  expect("design: {costs: {apply: {kinds: {OrderPlaced: 1ms}}}}",
         "design.costs.apply.kinds: 'OrderPlaced' isn't known; one of: SeatsHeld");
  expect("design: {costs: {append: {kinds: {hold: 1ms}}}}", "'hold' isn't known");
  // Nobody decides on a request, so its deciding costs nothing; but it is queued.
  expect("design: {costs: {decide: {kinds: {mail: 1ms}}}}", "'mail' isn't known");
  expect("design: {command_queue: {priorities: {PlaceOrder: 1}}}", "'PlaceOrder' isn't known");
  expect("design: {consumers: {catalog: {inbox: on}}}", "design.consumers.catalog: this design has no such consumer");
  expect("properties: [{fairness.fridge: '> 0.5'}]", "fairness has no part 'fridge'; one of: show, booking, post");
  expect("properties: [{messages_dropped.show: '< 5'}]", "messages_dropped has no part 'show'");
  expect("properties: [{staleness.catalog: p99 < 1s}]", "staleness has no part 'catalog'");
  expect("properties: [{sometimes: order_refusd}]", "there is nothing called 'order_refusd'");
  EXPECT_EQ(problem("properties: [{sometimes: order_refusd}]").find("did you mean"), std::string::npos);
  EXPECT_EQ(problem("properties: [charged_onc]").find("did you mean 'charged_once'"), std::string::npos);

  EXPECT_EQ(problem("design: {costs: {decide: {kinds: {hold: 1ms}}, apply: {kinds: {SeatsHeld: 1ms}}}}"), "");
  EXPECT_EQ(problem("design: {command_queue: {priorities: {hold: 2, mail: 1}}}"), "");
  EXPECT_EQ(problem("properties: [{fairness.show: '> 0.5'}, {staleness.free_seats: p99 < 1s}]"), "");
  EXPECT_EQ(problem("properties: [{staleness.own-events: p99 < 1s}]").find("has no part"), std::string::npos);
  EXPECT_EQ(refused("design: {costs: {decide: {kinds: {PlaceOrder: 1ms}}}}"), "");
  EXPECT_EQ(refused("design: {costs: {apply: {kinds: {OrderPlaced: 1ms}}}}"), "");
}

TEST(ScenarioNames, every_role_has_its_processes) {
  // Wrong: `crisper list roles` would tell of a role that no design has.
  for (const RoleWord& word : role_words()) EXPECT_FALSE(word.processes.empty()) << word.role;
}

}  // namespace
}  // namespace crisper::properties
