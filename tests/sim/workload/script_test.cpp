#include "sim/workload/script.hpp"

#include <gtest/gtest.h>

#include <set>

#include "core/domain/smart_fridge/messages.hpp"
#include "sim/scenario/parse.hpp"
#include "tests/sim/scenario/scenarios.hpp"

namespace crisper::sim {
namespace {

using namespace crisper::literals;
using smart_fridge::LoadMeals;
using smart_fridge::PlaceOrder;

TEST(Script, says_who_does_what_and_when) {
  // Wrong: an edited step would do something else than it says.
  const Scenario scenario = parsed(R"(
workload:
  script:
    - {client: kitchen, load: {fridge: 2, meal: 3, quantity: 4}}
    - {client: customer-3, at: 2s, order: {fridge: 2, meal: 3}}
    - {client: customer-3, at: 1s, order: {fridge: 2, customer: 7, price: 250, number: 9}, id: 77}
    - {client: reader-1, at: 3s, look: {fridge: 2, view: catalog}}
    - {client: patient, think: 20ms, report: {meal: 3, counted: 1}}
    - {client: customer-4, idle: on})");
  const std::vector<ClientScript> clients = clients_of(scenario, 1);
  ASSERT_EQ(clients.size(), 5u);
  EXPECT_EQ(clients[1].name, "customer-3");
  EXPECT_EQ(clients[1].role, "customer");
  ASSERT_EQ(clients[1].intents.size(), 2u);
  const auto* first = clients[1].intents[0].body.as<PlaceOrder>();
  ASSERT_NE(first, nullptr) << "an open client's steps come in the order of their times";
  EXPECT_EQ(first->order.value, 9u);
  EXPECT_EQ(first->customer.value, 7u);
  EXPECT_EQ(first->price.value, 250);
  EXPECT_EQ(clients[1].intents[0].command, CommandId{77});
  const auto* second = clients[1].intents[1].body.as<PlaceOrder>();
  EXPECT_EQ(second->order.value, 1u) << "the first of the script's orders";
  EXPECT_EQ(clients[1].intents[1].stream, stream_of(second->order));
  EXPECT_EQ(clients[2].intents[0].view, "catalog");
  EXPECT_EQ(clients[2].intents[0].row, (RowKey{.part = 2, .item = 1}));
  EXPECT_TRUE(clients[3].closed);
  EXPECT_EQ(clients[3].intents[0].think, Duration(20ms));
  EXPECT_EQ(clients[4].role, "customer");
  EXPECT_TRUE(clients[4].intents.empty());
}

TEST(Script, gives_every_command_an_id_of_its_own) {
  // Wrong: two commands with one id are one command to the command store, and one of them would vanish.
  Script script;
  for (int i = 0; i < 30; ++i) {
    ScriptStep& step = script.emplace_back();
    step.client = "customer-" + std::to_string(i % 7);
    step.intent.body = Payload::of(LoadMeals{});
  }
  std::set<CommandId> ids;
  for (const ClientScript& client : clients_of(script)) {
    for (const Intent& intent : client.intents) ids.insert(intent.command);
  }
  EXPECT_EQ(ids.size(), script.size());
}

TEST(Script, knows_a_role_by_the_name) {
  // Wrong: a fault on the role `customer` would miss the customers of a script.
  EXPECT_EQ(role_of_client("customer-12"), "customer");
  EXPECT_EQ(role_of_client("fridge-sensor"), "fridge-sensor");
  EXPECT_EQ(role_of_client("kitchen"), "kitchen");
  EXPECT_EQ(role_of_client("42"), "42");
  EXPECT_EQ(role_of_client("a-"), "a-");
}

void expect_same(const std::vector<ClientScript>& a, const std::vector<ClientScript>& b, const std::string& what) {
  ASSERT_EQ(a.size(), b.size()) << what;
  for (std::size_t i = 0; i < a.size(); ++i) {
    EXPECT_EQ(a[i].name, b[i].name) << what;
    EXPECT_EQ(a[i].role, b[i].role) << what;
    EXPECT_EQ(a[i].closed, b[i].closed) << what;
    EXPECT_EQ(a[i].intents, b[i].intents) << what;
  }
}

TEST(Script, of_a_generated_workload_makes_the_same_clients_also_through_a_file) {
  // Wrong: the written-out workload of a run would be another workload.
  const std::vector<std::string> workloads{
      "{orders: {for: 2s, customers: 9}, queries: {}, reports: [{at: 2s, counted: 1}, {at: 1s, counted: 0}]}",
      "{orders: {for: 2s, clients: 40, customers: 60, quantity: 1..3}, restock: {every: 1s}}",
      "{orders: {count: 20, closed: {think: 100ms}, fridges: 2}}",
      "{orders: {for: 2s, fridges: 4}, baskets: {rate: 5/s}}", "{orders: {count: 0}, restock: {initial: 0}}"};
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    for (const std::string& workload : workloads) {
      const Scenario generated = parsed("design: {ownership: {strategy: table_lock}}\nworkload: " + workload);
      const Scenario written = with_script(generated, seed);
      expect_same(clients_of(written, seed), clients_of(generated, seed), workload);
      EXPECT_EQ(horizon_of(written, {}), horizon_of(generated, clients_of(generated, seed)));
      const auto back = parse_scenario(to_yaml(written));
      ASSERT_TRUE(back) << back.error().text();
      EXPECT_EQ(*back, written) << workload;
    }
  }
}

TEST(Script, refuses_what_contradicts_itself_and_says_where) {
  // Wrong: half of what the file says would silently be ignored.
  const auto refused = [](const std::string& script) { return error_of("workload:\n  script:\n" + script); };
  const std::string both = refused("    - {client: a, at: 1s, think: 1s, order: {}}");
  EXPECT_NE(both.find("'think'"), std::string::npos) << both;
  const std::string mixed = refused("    - {client: a, at: 1s, order: {}}\n    - {client: a, think: 1s, order: {}}");
  EXPECT_NE(mixed.find("a waits for its answers in some steps, not in others"), std::string::npos) << mixed;
  const std::string twice = refused("    - {client: a, order: {}, id: 7}\n    - {client: b, order: {}, id: 7}");
  EXPECT_NE(twice.find("two commands have the id 7"), std::string::npos) << twice;
  const std::string nobody = refused("    - {at: 1s, order: {}}");
  EXPECT_NE(nobody.find("the key 'client' is missing"), std::string::npos) << nobody;
  const std::string nothing = refused("    - {client: a, orders: {}}");
  EXPECT_NE(nothing.find("unknown key 'orders'"), std::string::npos) << nothing;
  EXPECT_NE(nothing.find("did you mean 'order'?"), std::string::npos) << nothing;
  const std::string orders = error_of("workload: {orders: {rate: 3/s}, script: []}");
  EXPECT_NE(orders.find("one or the other"), std::string::npos) << orders;
}

}  // namespace
}  // namespace crisper::sim
