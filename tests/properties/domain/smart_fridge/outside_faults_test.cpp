// R54: a payment processor that does and doesn't say, that refuses, that answers late, for a while.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>

#include "tests/properties/invariants/real_run.hpp"

namespace crisper::properties {
namespace {

RunResult orders_while(const std::string& fault, const std::string& payment = "") {
  return testing::real_run(
      "crisper: 1\nname: processor\n"
      "smart_fridge: {order_time_limit: 6s, payment: {latency: 20ms, timeout: 500ms" + payment + "}}\n"
      "workload:\n"
      "  orders: {rate: 10/s, for: 8s, customers: 20, fridges: 3, meals: 2}\n"
      "  restock: {initial: 60}\n"
      "faults: [{" + fault + ", required: true}]\n");
}

bool fails(const RunResult& result, std::string_view law) {
  return std::ranges::any_of(result.properties, [&](const PropertyResult& each) {
    return each.name == law && each.verdict == Verdict::fail;
  });
}

TEST(OutsideFaultsOfPayments, charge_twice_where_an_effect_is_not_said_and_asked_for_again) {
  // Wrong: what an idempotency key is for could be shown only by a network that loses messages.
  const std::string fault = "timeout_after_effect: payment-processor, at: 2s, for: 3s";
  EXPECT_TRUE(fails(orders_while(fault, ", idempotent: off"), "charged_once"));
  const RunResult safe = orders_while(fault);
  EXPECT_EQ(safe.verdict, Verdict::pass) << safe.reason;
}

TEST(OutsideFaultsOfPayments, bear_refusals_and_give_the_meals_back) {
  // Wrong: an order that was refused would keep its meal, or a refusal would be asked for again for ever.
  const RunResult refused = orders_while("reject: payment-processor, at: 2s, for: 3s");
  EXPECT_EQ(refused.verdict, Verdict::pass) << refused.reason;
  EXPECT_EQ(refused.faults[static_cast<std::size_t>(sim::FaultKind::reject)].fired, 1U);
}

TEST(OutsideFaultsOfPayments, charge_twice_where_answers_come_when_nobody_waits) {
  // Wrong: a late answer would do no more than a slow one.
  const std::string fault = "late_reply: payment-processor, by: 2s, at: 2s, for: 3s";
  EXPECT_TRUE(fails(orders_while(fault, ", idempotent: off"), "charged_once"));
  const RunResult safe = orders_while(fault);
  EXPECT_EQ(safe.verdict, Verdict::pass) << safe.reason;
}

}  // namespace
}  // namespace crisper::properties
