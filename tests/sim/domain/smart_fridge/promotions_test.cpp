// Batches of promotions: what is read of a file, who sends it and when, and how it is written down again.
#include "sim/domain/smart_fridge/promotions.hpp"

#include <gtest/gtest.h>

#include "sim/domain/smart_fridge/order_on_sight.hpp"
#include "sim/domain/smart_fridge/workload.hpp"
#include "sim/scenario/parse.hpp"
#include "sim/scenario/scenario.hpp"

namespace crisper::smart_fridge {
namespace {

using namespace std::chrono_literals;

std::string problem_in_file(std::string_view text) {
  const auto rows = read_promotions(text);
  if (rows) return "";
  return std::to_string(rows.error().line) + ":" + std::to_string(rows.error().column) + ": " + rows.error().message;
}

TEST(PromotionFile, is_read_whatever_the_order_of_its_columns) {
  // R22. Wrong: a price would be taken for a meal.
  const auto read = read_promotions("price,id,meal,until,from\n900,1,2,,0s\n\n700,2,2,20s,10s\n");
  ASSERT_TRUE(read.has_value()) << read.error().message;
  const std::vector<ImportPromotion>& rows = read->rows;
  ASSERT_EQ(rows.size(), 2U);
  const ImportPromotion first{.promotion = PromotionId{1}, .meal = MealId{2}, .price = Amount{900}};
  const ImportPromotion second{
      .promotion = PromotionId{2}, .meal = MealId{2}, .price = Amount{700}, .from = 10s, .until = 20s};
  EXPECT_EQ(rows[0], first);
  EXPECT_EQ(rows[1], second);
  EXPECT_EQ(read->lines, (std::vector<int>{2, 4}));
}

TEST(PromotionFile, says_where_it_is_wrong) {
  // Wrong: half a batch would be imported, or a slip be taken for a price.
  EXPECT_NE(problem_in_file("").find("expected the names of the columns"), std::string::npos);
  EXPECT_EQ(problem_in_file("id,meal,price\n"), "1:1: there is no column 'from'");
  EXPECT_EQ(problem_in_file("id,meal,price,from,id\n"), "1:20: two columns are called 'id'");
  EXPECT_NE(problem_in_file("id,meal,cost,from\n").find("1:9: 'cost' is no column"), std::string::npos);
  EXPECT_EQ(problem_in_file("id,meal,price,from\n1,2,900\n"), "2:1: expected 4 cells, as the first line has, not 3");
  EXPECT_EQ(problem_in_file("id,meal,price,from\n1,2,9.5,0s\n"), "2:5: expected a number from 1 on, not '9.5'");
  EXPECT_EQ(problem_in_file("id,meal,price,from\n1,2,900,\n"), "2:9: expected a time such as 2s or 1500ms, not ''");
  EXPECT_EQ(problem_in_file("id,meal,price,from,until\n1,2,900,5s,5s\n"),
            "2:1: a promotion that ends before it begins");
}

sim::Scenario scenario_of(const std::string& workload) {
  const auto scenario = sim::parse_scenario(
      "crisper: 1\nname: prices\nsmart_fridge: {prices: on}\nworkload:\n  orders: {count: 5, meals: 2}\n" + workload);
  EXPECT_TRUE(scenario.has_value()) << scenario.error().text();
  return scenario.value_or(sim::Scenario{});
}

constexpr const char* batch =
    "  promotions: [{at: [0s, 3s], rows: [{id: 1, meal: 1, price: 900}, "
    "{id: 2, meal: 1, price: 700, from: 10s, until: 20s}]}]\n";

TEST(PromotionBatch, is_sent_as_often_as_it_comes_and_its_times_are_told_once) {
  // R22. Wrong: a batch that comes twice would not be tried, or the clock of prices would know another day.
  const std::vector<ClientScript> clients = promotion_clients(workload_of(scenario_of(batch)).promotions);
  ASSERT_EQ(clients.size(), 2U);
  EXPECT_EQ(clients[0].intents.size(), 4U);
  EXPECT_EQ(clients[0].intents[3].at, sim_start + 3s);
  EXPECT_TRUE(clients[1].by_clock);
  ASSERT_EQ(clients[1].intents.size(), 2U);
  EXPECT_EQ(clients[1].intents[1].body, Payload::of(AdvanceTime{.meal = MealId{1}, .now = 20s}));
}

TEST(PromotionBatch, has_customers_order_at_the_price_that_they_see) {
  // Wrong: they would pay what nobody showed them, or order what has no price.
  const sim::Scenario scenario = scenario_of(batch);
  std::size_t orders = 0;
  for (const ClientScript& client : clients_of(workload_of(scenario), 1)) {
    for (const Intent& intent : client.intents) {
      const PlaceOrder* order = order_on_sight(intent);
      if (!order) continue;
      ++orders;
      EXPECT_FALSE(intent.on_sight.rule->act(0).has_value());
      const auto sent = intent.on_sight.rule->act(700);
      ASSERT_TRUE(sent.has_value());
      EXPECT_EQ(sent->body.as<PlaceOrder>()->price, Amount{700 * order->quantity});
    }
  }
  EXPECT_EQ(orders, 5U);
}

TEST(PromotionBatch, reads_back_as_it_was_written_also_as_a_script) {
  // Wrong: a failure could not be kept, or made smaller.
  const sim::Scenario scenario = scenario_of(batch);
  const auto again = sim::parse_scenario(sim::to_yaml(scenario));
  ASSERT_TRUE(again.has_value()) << again.error().text();
  EXPECT_EQ(*again, scenario);
  const sim::Scenario scripted = sim::with_script(scenario, 1);
  const auto steps = sim::parse_scenario(sim::to_yaml(scripted));
  ASSERT_TRUE(steps.has_value()) << steps.error().text();
  EXPECT_EQ(*steps, scripted);
}

TEST(PromotionBatch, has_an_id_for_one_promotion_of_one_meal) {
  // Wrong: two promotions of one id would be one to whoever reads of them.
  const auto error = [](const std::string& batches) {
    const auto scenario = sim::parse_scenario(
        "crisper: 1\nname: prices\nsmart_fridge: {prices: on}\nworkload:\n  promotions:\n" + batches,
        {.directory = std::string(CRISPER_SOURCE_DIR) + "/scenarios/examples"});
    return scenario ? "" : scenario.error().text();
  };
  const std::string one = "    - {rows: [{id: 1, meal: 1, price: 900}, {id: 1, meal: 1, price: 900}]}\n";
  EXPECT_EQ(error(one), "");
  const std::string other =
      "    - rows:\n        - {id: 2, meal: 2, price: 900}\n        - {id: 1, meal: 2, price: 9}\n";
  EXPECT_NE(error(one + other).find("9:11: workload"), std::string::npos) << error(one + other);
  EXPECT_NE(error(one + other).find("promotion 1 is of meal 2, and of meal 1 in a row before"), std::string::npos);
  const std::string first = "    - {rows: [{id: 2, meal: 1, price: 9}]}\n    - {from: promotions.csv}\n";
  EXPECT_NE(error(first).find("promotions.csv:3: promotion 2 is of meal 2, and of meal 1"), std::string::npos)
      << error(first);
}

TEST(PromotionBatch, needs_prices_and_prices_need_it) {
  // Wrong: nobody would order, and the run would pass.
  const auto error = [](const std::string& lines) {
    const auto scenario = sim::parse_scenario("crisper: 1\nname: prices\n" + lines);
    return scenario ? "" : scenario.error().text();
  };
  EXPECT_NE(error("smart_fridge: {prices: on}\n").find("nothing has a price without workload.promotions"),
            std::string::npos);
  EXPECT_NE(error("workload:\n" + std::string(batch)).find("shown by smart_fridge.prices"), std::string::npos);
  EXPECT_NE(error("smart_fridge: {prices: on}\nworkload: {promotions: [{at: [0s]}]}\n").find("needs a file"),
            std::string::npos);
}

}  // namespace
}  // namespace crisper::smart_fridge
