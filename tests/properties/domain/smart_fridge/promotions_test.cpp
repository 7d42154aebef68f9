// Promotions in runs: batches that come twice or late, screens that are old, a clock of prices that is wrong.
#include <gtest/gtest.h>

#include <string>

#include "properties/scenario_run.hpp"
#include "sim/scenario/parse.hpp"
#include "tests/properties/text_run.hpp"

namespace crisper::properties {
namespace {

struct Campaign {
  std::string at = "0s";
  std::string decide_after = "0s";
  std::string faults = "";
};

RunResult run_of_campaign(const Campaign& campaign, std::uint64_t seed) {
  const std::string text =
      "crisper: 1\nname: promotions\n"
      "design: {ownership: {strategy: optimistic}, publication: {method: outbox, poll: 10ms}}\n"
      "smart_fridge: {prices: {promise: 2s}}\nworkload:\n"
      "  orders: {rate: 8/s, for: 30s, customers: 20, fridges: 2, meals: 2, decide_after: " +
      campaign.decide_after + "}\n  restock: {initial: 200}\n  promotions: [{from: promotions.csv, at: [" +
      campaign.at + "]}]\nfaults: [" + campaign.faults + "]\n";
  const auto scenario =
      sim::parse_scenario(text, {.directory = std::string(CRISPER_SOURCE_DIR) + "/scenarios/examples"});
  EXPECT_TRUE(scenario.has_value()) << scenario.error().text() << text;
  if (!scenario) return {};
  auto run = run_scenario(*scenario, {.seed = seed, .engine = "fast", .plan = {}, .trace_path = {}, .replay = {}});
  EXPECT_TRUE(run.has_value()) << run.error();
  return run->result;
}

void expect_all_pass(const Campaign& campaign) {
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    const RunResult run = run_of_campaign(campaign, seed);
    for (const char* law : {"promotions_in_time", "price_as_promised", "order_settled", "decision_is_right"}) {
      EXPECT_EQ(property_of(run, law).verdict, Verdict::pass)
          << law << " " << seed << ": " << property_of(run, law).reason;
    }
  }
}

TEST(Promotions, are_in_effect_at_their_time_and_paid_as_shown) {
  // R22. Wrong: a design with promotions could not be right.
  expect_all_pass({});
}

TEST(Promotions, of_a_batch_that_comes_twice_or_late_do_no_harm) {
  // R22. Wrong: a batch that comes twice would be another one, or a late one would never be in effect.
  expect_all_pass({.at = "0s, 3s", .faults = "{duplicate: 10%}"});
  expect_all_pass({.at = "15s"});
}

TEST(Promotions, are_charged_wrongly_where_a_screen_is_older_than_the_promise) {
  // Wrong: nobody would see what an old screen costs.
  int failed = 0;
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    const RunResult run = run_of_campaign({.decide_after = "6s"}, seed);
    failed += property_of(run, "price_as_promised").verdict == Verdict::fail ? 1 : 0;
  }
  EXPECT_GT(failed, 0);
}

TEST(Promotions, are_in_effect_also_where_the_clock_of_prices_crashes_as_it_says_so) {
  // Wrong: what it was saying would be lost for good, and the last price hold on.
  for (const char* at : {"7990ms", "7999ms", "8s", "8001ms", "8002ms", "8005ms", "8100ms", "9s"}) {
    const std::string text =
        "crisper: 1\nname: promotions\n"
        "design: {ownership: {strategy: optimistic}, publication: {method: outbox, poll: 10ms}}\n"
        "smart_fridge: {prices: {promise: 5s}}\nworkload:\n"
        "  orders: {rate: 8/s, for: 12s, customers: 20, fridges: 2, meals: 1}\n  restock: {initial: 200}\n"
        "  promotions: [{at: [0s], rows: [{id: 1, meal: 1, price: 900}, {id: 2, meal: 1, price: 700, from: 8s}]}]\n"
        "faults: [{crash: price-clock, at: " +
        std::string(at) + ", restart_after: 500ms}]\n";
    const auto scenario = sim::parse_scenario(text);
    ASSERT_TRUE(scenario.has_value()) << scenario.error().text();
    auto run = run_scenario(*scenario, {.seed = 1, .engine = "fast", .plan = {}, .trace_path = {}, .replay = {}});
    ASSERT_TRUE(run.has_value()) << run.error();
    EXPECT_EQ(property_of(run->result, "promotions_in_time").verdict, Verdict::pass) << at;
    EXPECT_EQ(run->result.verdict, Verdict::pass) << at << ": " << run->result.reason;
  }
}

TEST(Promotions, begin_too_early_by_a_clock_of_prices_that_is_fast) {
  // Wrong: it would not matter by whose clock a promotion is in effect.
  const RunResult run = run_of_campaign({.faults = "{clock_skew: price-clock, by: 3s, at: 0s, for: 30s}"}, 1);
  EXPECT_EQ(property_of(run, "promotions_in_time").verdict, Verdict::fail);
}

}  // namespace
}  // namespace crisper::properties
