#include "sim/domain/smart_fridge/workload.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>

#include "core/domain/smart_fridge/messages.hpp"

namespace crisper::smart_fridge {
namespace {

using namespace crisper::literals;

constexpr std::uint64_t seeds = 25;

struct Placed {
  SimTime at;
  std::string client;
  CommandId command;
  PlaceOrder order;
  friend bool operator==(const Placed&, const Placed&) = default;
};

std::vector<Placed> orders_of(const std::vector<ClientScript>& clients) {
  std::vector<Placed> orders;
  for (const ClientScript& client : clients) {
    for (const Intent& intent : client.intents) {
      if (const auto* order = intent.body.as<PlaceOrder>())
        orders.push_back({intent.at, client.name, intent.command, *order});
    }
  }
  std::sort(orders.begin(), orders.end(),
            [](const Placed& a, const Placed& b) { return a.order.order < b.order.order; });
  return orders;
}

std::vector<Placed> orders_of(const Workload& spec, std::uint64_t seed) {
  return orders_of(clients_of(spec, seed));
}

const ClientScript* find(const std::vector<ClientScript>& clients, const std::string& name) {
  for (const ClientScript& client : clients) {
    if (client.name == name) return &client;
  }
  return nullptr;
}

Workload busy() {
  Workload spec;
  spec.orders.lasting = 20s;
  spec.orders.popularity = {.kind = sim::PopularityKind::zipf, .exponent = 1.1};
  spec.orders.quantity = {1, 3};
  spec.restock.every = 5s;
  spec.queries = QueriesSpec{};
  spec.reports = {{.at = 9s, .fridge = 2, .meal = 1, .counted = 3}, {.at = 4s, .fridge = 1, .meal = 1, .counted = 0}};
  return spec;
}

TEST(SmartFridgeWorkload, lets_every_open_client_act_in_the_order_of_time) {
  // Wrong: an open client that meets an earlier time after a later one would have to send into the past.
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    for (const ClientScript& client : clients_of(busy(), seed)) {
      EXPECT_FALSE(client.closed);
      EXPECT_TRUE(std::is_sorted(client.intents.begin(), client.intents.end(),
                                 [](const Intent& a, const Intent& b) { return a.at < b.at; }))
          << client.name << ", seed " << seed;
    }
  }
}

TEST(SmartFridgeWorkload, gives_every_command_and_every_order_an_id_of_its_own) {
  // Wrong: two commands with one id would be taken for one that was sent twice.
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    std::set<CommandId> commands;
    std::set<std::uint64_t> orders;
    for (const ClientScript& client : clients_of(busy(), seed)) {
      for (const Intent& intent : client.intents) {
        EXPECT_NE(static_cast<bool>(intent.body), !intent.view.empty()) << "an intent is a command or a query";
        if (!intent.body) {
          EXPECT_EQ(intent.command, CommandId{});
          continue;
        }
        EXPECT_NE(intent.command, CommandId{});
        EXPECT_TRUE(commands.insert(intent.command).second);
        if (const auto* order = intent.body.as<PlaceOrder>()) {
          EXPECT_TRUE(orders.insert(order->order.value).second);
          EXPECT_EQ(intent.stream, smart_fridge::stream_of(order->order));
        }
      }
    }
  }
}

TEST(SmartFridgeWorkload, orders_as_many_as_rate_and_time_allow) {
  // Wrong: the load of a run wouldn't be the load that the scenario asks for. 20 s at 50/s: 1000, deviation 32.
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    const auto orders = orders_of(busy(), seed);
    EXPECT_NEAR(static_cast<double>(orders.size()), 1000, 5 * 32);
    for (const Placed& placed : orders) {
      EXPECT_GE(placed.at, SimTime(1s));
      EXPECT_LT(placed.at, SimTime(21s));
    }
  }
}

TEST(SmartFridgeWorkload, stops_at_the_count_or_at_the_time_whichever_is_first) {
  // Wrong: `count: 100` beside `for` would be ignored, or the other way round.
  Workload spec;
  spec.orders.count = 100;
  EXPECT_EQ(orders_of(spec, 1).size(), 100U);
  spec.orders.lasting = 1s;
  EXPECT_LT(orders_of(spec, 1).size(), 80U);
  spec.orders.count = 3;
  EXPECT_EQ(orders_of(spec, 1).size(), 3U);
  spec.orders.count = 0;
  EXPECT_TRUE(orders_of(spec, 1).empty());
}

TEST(SmartFridgeWorkload, keeps_what_it_draws_within_the_spec) {
  // Wrong: an order for a fridge that the kitchen never fills can only be refused.
  for (const Placed& placed : orders_of(busy(), 3)) {
    const PlaceOrder& order = placed.order;
    EXPECT_TRUE(order.fridge.value >= 1 && order.fridge.value <= 20);
    EXPECT_TRUE(order.meal.value >= 1 && order.meal.value <= 5);
    EXPECT_TRUE(order.customer.value >= 1 && order.customer.value <= 200);
    EXPECT_TRUE(order.quantity >= 1 && order.quantity <= 3);
    EXPECT_TRUE(order.price.value >= 500 * order.quantity && order.price.value <= 1500 * order.quantity);
  }
}

TEST(SmartFridgeWorkload, is_the_same_to_the_bit_for_the_same_seed) {
  // Wrong: a run couldn't be repeated.
  EXPECT_EQ(orders_of(busy(), 5), orders_of(busy(), 5));
  EXPECT_NE(orders_of(busy(), 5), orders_of(busy(), 6));
}

TEST(SmartFridgeWorkload, leaves_the_orders_alone_when_another_section_changes) {
  // Wrong: comparing two restocking policies would compare two sets of orders as well.
  Workload other = busy();
  other.restock = {.initial = 1, .every = std::nullopt, .amount = 99};
  other.queries->rate = sim::Rate::per_second(99);
  other.reports.clear();
  EXPECT_EQ(orders_of(busy(), 4), orders_of(other, 4));
}

TEST(SmartFridgeWorkload, leaves_everything_else_of_an_order_alone_when_one_of_its_properties_changes) {
  // Wrong: a sweep over quantities would move orders to other fridges and other times.
  Workload other = busy();
  other.orders.quantity = {5, 5};
  const auto before = orders_of(busy(), 4);
  const auto after = orders_of(other, 4);
  ASSERT_EQ(before.size(), after.size());
  for (std::size_t i = 0; i < before.size(); ++i) {
    EXPECT_EQ(before[i].at, after[i].at);
    EXPECT_EQ(before[i].order.fridge, after[i].order.fridge);
    EXPECT_EQ(before[i].order.customer, after[i].order.customer);
    EXPECT_EQ(after[i].order.quantity, 5);
  }
}

TEST(SmartFridgeWorkload, fills_every_fridge_before_the_first_order_and_again_later) {
  // Wrong: orders would be refused only because nobody had come yet.
  const auto clients = clients_of(busy(), 1);
  const ClientScript* kitchen = find(clients, "kitchen");
  ASSERT_NE(kitchen, nullptr);
  std::int64_t initial = 0, later = 0;
  for (const Intent& intent : kitchen->intents) {
    const auto* load = intent.body.as<LoadMeals>();
    ASSERT_NE(load, nullptr);
    (intent.at == sim_start ? initial : later) += load->quantity;
  }
  EXPECT_EQ(initial, 20 * 20 * 5);
  EXPECT_EQ(later, 4 * 10 * 20 * 5) << "at 5, 10, 15 and 20 s";
}

TEST(SmartFridgeWorkload, shares_customers_among_the_clients) {
  // Wrong: one process per customer would make a thousand processes of a thousand customers.
  Workload spec = busy();
  spec.orders.clients = 8;
  std::set<std::string> names;
  for (const Placed& placed : orders_of(spec, 1)) {
    names.insert(placed.client);
    EXPECT_EQ(placed.client, "customer-" + std::to_string((placed.order.customer.value - 1) % 8 + 1));
  }
  EXPECT_EQ(names.size(), 8U);
  spec.orders.customers = 3;
  names.clear();
  for (const Placed& placed : orders_of(spec, 1)) names.insert(placed.client);
  EXPECT_EQ(names.size(), 3U);
}

TEST(SmartFridgeWorkload, makes_closed_clients_think_before_every_order) {
  // Wrong: a closed workload without pauses is a flood.
  Workload spec = busy();
  spec.orders.closed = ClosedSpec{.think = 500ms};
  spec.orders.clients = 10;
  spec.orders.lasting = 100s;
  double orders = 0;
  for (const ClientScript& client : clients_of(spec, 2)) {
    if (client.role != "customer") continue;
    EXPECT_TRUE(client.closed);
    Duration thought{};
    for (const Intent& intent : client.intents) thought += intent.think;
    EXPECT_LE(thought, Duration(101s)) << "and the first pause covers the start";
    orders += static_cast<double>(client.intents.size());
  }
  EXPECT_NEAR(orders, 2000, 5 * 45);
  spec.orders.count = 77;
  EXPECT_EQ(orders_of(spec, 2).size(), 77U);
}

TEST(SmartFridgeWorkload, says_what_the_scenario_makes_fridges_report) {
  // Wrong: a report out of order, or of another fridge, would write off the wrong meals.
  const auto clients = clients_of(busy(), 1);
  const ClientScript* sensor = find(clients, "fridge-sensor");
  ASSERT_NE(sensor, nullptr);
  ASSERT_EQ(sensor->intents.size(), 2U);
  EXPECT_EQ(sensor->intents[0].at, SimTime(4s));
  EXPECT_EQ(sensor->intents[1].body.as<ReportStock>()->counted, 3);
}

TEST(SmartFridgeWorkload, knows_about_when_it_ends_and_how_much_it_is) {
  // Wrong: the default horizon would cut the run, or a scenario would be refused that is small.
  const Workload spec = busy();
  EXPECT_EQ(expected_end(spec), SimTime(21s));
  std::size_t intents = 0;
  const auto clients = clients_of(spec, 1);
  for (const ClientScript& client : clients) intents += client.intents.size();
  EXPECT_NEAR(static_cast<double>(expected_intents(spec)), static_cast<double>(intents),
              0.1 * static_cast<double>(intents));
  EXPECT_LE(sim::end_of(clients), SimTime(21s));
}

TEST(SmartFridgeWorkload, lets_shoppers_take_from_different_fridges_in_any_order) {
  // Wrong: a basket would have the same fridge twice, or all baskets would lock in one order and never meet.
  Workload spec = busy();
  spec.orders.fridges = 3;
  spec.baskets = BasketsSpec{
      .rate = sim::Rate::per_second(50), .clients = 2, .fridges = {2, 3}, .look_after = {}, .arrivals = {}};
  std::set<std::size_t> sizes;
  bool forwards = false, backwards = false;
  std::size_t baskets = 0;
  for (const char* name : {"shopper-1", "shopper-2"}) {
    const auto clients = clients_of(spec, 1);
    const ClientScript* shopper = find(clients, name);
    ASSERT_NE(shopper, nullptr);
    for (const Intent& intent : shopper->intents) {
      ++baskets;
      std::set<StreamId> fridges{intent.stream};
      for (const CommandPart& part : intent.also) EXPECT_TRUE(fridges.insert(part.stream).second);
      sizes.insert(fridges.size());
      (intent.stream < intent.also[0].stream ? forwards : backwards) = true;
    }
  }
  EXPECT_EQ(sizes, (std::set<std::size_t>{2, 3}));
  EXPECT_TRUE(forwards && backwards);
  EXPECT_NEAR(static_cast<double>(baskets), 1000, 5 * 32);
}

TEST(SmartFridgeWorkload, leaves_the_orders_alone_when_shoppers_come) {
  // Wrong: two designs compared with and without baskets would not have the same customers.
  Workload spec = busy();
  const auto before = orders_of(spec, 3);
  spec.baskets = BasketsSpec{};
  EXPECT_EQ(orders_of(spec, 3), before);
}

}  // namespace
}  // namespace crisper::smart_fridge
