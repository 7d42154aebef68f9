// Enrichers, policies and receptors that ask a view before they react.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "core/design/design_rules.hpp"
#include "core/message/body.hpp"
#include "core/reaction/projection.hpp"
#include "sim/domain/registry.hpp"
#include "tests/sim/domain/written/told_run.hpp"
#include "tests/sim/scenario/scenarios.hpp"

namespace crisper::written {
namespace {

/// Orders, told again with the price that a view shows for the meal. `from` is replaced in it.
std::string priced_orders(const std::string& from = "", const std::string& to = "") {
  std::string text = R"yaml(domain:
  name: shop
  ids: [order]
  entities:
    meal:
      state: {price: number}
      commands:
        price(cents number): otherwise -> Priced
        take(order, pieces number): otherwise -> Ordered
      events:
        Priced(cents number): price = cents
        Ordered(order, pieces number): nothing
  views:
    prices: {row: meal, columns: {cents: number, changes: number}, events: {Priced: "cents = cents, changes += 1"}}
    list: {row: meal, events: {Priced: cents}}
  enrichers:
    pricing:
      for: order
      looks: list
      says: [OrderPriced(amount number)]
      events:
        Ordered:
          - seen == 0 -> nothing
          - otherwise -> OrderPriced(pieces * seen)
workload:
  script:
    - {client: cook, at: 1s, price: {meal: 1, cents: 500}}
    - {client: anna, at: 3s, take: {meal: 1, order: 7, pieces: 2}}
    - {client: cook, at: 5s, price: {meal: 1, cents: 800}}
    - {client: anna, at: 7s, take: {meal: 1, order: 8, pieces: 3}}
    - {client: anna, at: 9s, take: {meal: 2, order: 9, pieces: 1}}
)yaml";
  if (const std::size_t at = text.find(from); !from.empty() && at != std::string::npos)
    text.replace(at, from.size(), to);
  return text;
}

/// What was told again, in its order.
std::vector<std::string> enriched(const std::string& text) {
  std::vector<std::string> told = told_run<EventsTold>(sim::parsed(text)).told;
  std::erase_if(told, [](const std::string& each) { return !each.starts_with("OrderPriced"); });
  return told;
}

/// How often views were asked.
class Questions final : public Observer {
 public:
  void observe(const Observation& seen, ObservationId) override {
    if (seen.kind == ObservationKind::message_sent && seen.payload && body_as<QueryView>(seen.payload)) ++asked;
  }
  int asked = 0;
};

const std::vector<std::string> at_the_price_of_then{"OrderPriced{amount=1000}", "OrderPriced{amount=2400}"};

// Wrong: an enricher tells what a view showed at another time, or of another row, or asks where nothing was to be told.
TEST(looking_reactions, tell_what_the_view_shows_then) {
  EXPECT_EQ(enriched(priced_orders()), at_the_price_of_then);
  EXPECT_EQ(told_run<Questions>(sim::parsed(priced_orders())).asked, 3) << "one for each order, none for prices";
  const std::string remembering = priced_orders(
      "      says: [OrderPriced",
      "      memory: {orders: number}\n      remembers: {Ordered: orders += 1}\n      says: [OrderPriced");
  EXPECT_EQ(enriched(remembering), at_the_price_of_then);
}

// Wrong: another column is asked than was named.
TEST(looking_reactions, ask_for_a_column) {
  EXPECT_EQ(enriched(priced_orders("looks: list", "looks: prices.changes")),
            (std::vector<std::string>{"OrderPriced{amount=2}", "OrderPriced{amount=6}"}));
}

// Wrong: a view that doesn't answer is taken for one that shows nothing, or an event is lost over it.
TEST(looking_reactions, wait_for_an_answer) {
  const std::string faults = "faults:\n  - {crash: list, at: 6s, restart_after: 8s}\n";
  EXPECT_EQ(enriched(priced_orders() + faults), at_the_price_of_then);
}

// Wrong: an event that comes twice is told twice, or one is forgotten in a crash between question and answer.
TEST(looking_reactions, tell_once_through_crashes_and_repetitions) {
  const std::string guarded = R"yaml(design:
  consumers:
    pricing: {inbox: on, sequencer: on, checkpoint: transactional}
    list: {inbox: on, sequencer: on, checkpoint: transactional}
faults:
  - {crash: pricing, at: 3100ms, restart_after: 500ms}
  - {duplicate: 20%}
)yaml";
  EXPECT_EQ(enriched(priced_orders() + guarded), at_the_price_of_then);
}

/// Three relays publish each event three times; who was down until 10s has all of them at once.
std::string published_three_times(const std::string& consumer) {
  return "design:\n  publication: {method: outbox, relays: 3}\n  consumers: {pricing: " + consumer +
         "}\nfaults: [{crash: pricing, at: 2s, restart_after: 8s}]\n";
}

// Wrong: of an event that is there twice in one batch, the second takes its effect with no answer at all; or so does
// one that the inbox forgets between the question and the effect.
TEST(looking_reactions, are_told_again_what_takes_its_effect_again) {
  const std::vector<std::string> at_the_price_of_ten{"OrderPriced{amount=1600}", "OrderPriced{amount=2400}"};
  const std::string forgetful = "{inbox: {window: 5ms}, batch: 1, pace: 20ms}";
  for (const std::string& consumer : {std::string("{inbox: off}"), std::string("{inbox: {window: 1m}}"), forgetful}) {
    EXPECT_EQ(enriched(priced_orders() + published_three_times(consumer)), at_the_price_of_ten) << consumer;
  }
}

// Wrong: receptors and policies take the key and don't ask.
TEST(looking_reactions, are_receptors_too) {
  const std::string text = priced_orders(
      "workload:",
      "  receptors: {echo: {looks: list, events: {Ordered: 'seen > 500 -> meal.price(seen + 1)'}}}\nworkload:");
  const auto told = told_run<EventsTold>(sim::parsed(text)).told;
  EXPECT_EQ(std::ranges::count(told, "Priced{cents=801}"), 1);
  EXPECT_EQ(std::ranges::count_if(told, [](const std::string& each) { return each.starts_with("Priced"); }), 3);
}

// Wrong: a saved run asks nobody.
TEST(looking_reactions, are_written_back) {
  const sim::Scenario scenario = sim::parsed(priced_orders("looks: list", "looks: prices.cents"));
  const auto again = sim::parse_scenario(sim::to_yaml(scenario));
  ASSERT_TRUE(again) << again.error().text();
  EXPECT_EQ(*again, scenario);
  const auto links = sim::domain_of(scenario).facts(scenario.settings).links;
  EXPECT_TRUE(
      std::ranges::any_of(links, [](const auto& each) { return each.from == "pricing" && each.to == "prices"; }));
}

// Wrong: a replay makes of an old event what a view shows today.
TEST(looking_reactions, are_not_replayed) {
  const std::string replays = "design: {consumers: {pricing: {replays: [{at: 10s}]}}}\n";
  sim::Vocabulary words;
  words.properties = {"run_completed"};  // whose words are known at all, a business's own are known beside them
  EXPECT_NE(sim::error_of(priced_orders() + replays, words).find("it asks a view before it reacts"), std::string::npos);
  const std::string told_by_itself = priced_orders(
      "      looks: list\n      says: [OrderPriced(amount number)]\n      events:\n        Ordered:\n"
      "          - seen == 0 -> nothing\n          - otherwise -> OrderPriced(pieces * seen)\n",
      "      says: [OrderPriced(amount number)]\n      events: {Ordered: OrderPriced(pieces)}\n");
  EXPECT_EQ(sim::error_of(told_by_itself + replays, words), "");
}

TEST(looking_reactions, tell_what_is_wrong) {
  const auto problem = [](const std::string& from, const std::string& to) {
    return sim::problem_in(priced_orders(from, to));
  };
  const std::string looks = "domain.enrichers.pricing.looks: ", ordered = "domain.enrichers.pricing.events.Ordered: ";
  EXPECT_EQ(problem("looks: list", "looks: lst"), looks + "no view is called 'lst'; did you mean 'list'?");
  EXPECT_EQ(problem("looks: list", "looks: prices"), looks + "prices has columns: say which, as in prices.cents");
  EXPECT_EQ(problem("looks: list", "looks: prices.cent"), looks + "prices has no column 'cent'; did you mean 'cents'?");
  EXPECT_EQ(problem("      looks: list\n", ""), ordered + "nothing here is called 'seen'; one of: meal, order, pieces");
  EXPECT_EQ(problem("list: {row: meal, events: {Priced: cents}}", "list: {row: order, events: {Ordered: pieces}}"), "");
  EXPECT_EQ(
      problem("    list: {row: meal, events: {Priced: cents}}\n  enrichers:\n",
              "    list: {row: order, events: {Ordered: pieces}}\n  enrichers:\n    other: {for: meal, looks: list, "
              "says: [Told], events: {Priced: Told}}\n"),
      "domain.enrichers.other.events.Priced: to look at list: this event says no order");
  EXPECT_EQ(problem("      looks: list\n", "      looks: list\n      memory: {seen: number}\n"),
            looks + "'seen' is what the view shows: call that of the memory otherwise");
}

}  // namespace
}  // namespace crisper::written
