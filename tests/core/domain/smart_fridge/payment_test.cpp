#include "core/domain/smart_fridge/payment.hpp"

#include <gtest/gtest.h>

#include "core/service/given_when_then.hpp"
#include "tests/core/domain/smart_fridge/sample_order.hpp"

namespace crisper::smart_fridge {
namespace {

constexpr Amount price{900};
const RecordCharge accepted{.order = order, .amount = price, .accepted = true};
const RecordCharge refused{.order = order, .amount = price, .accepted = false};
const RecordRefund refund{.order = order, .amount = price};
const PaymentAccepted was_accepted{.order = order, .amount = price};
const PaymentRefused was_refused{.order = order};
const PaymentRefunded was_refunded{.order = order, .amount = price};

TEST(Payment, records_what_the_processor_answered) {
  // Wrong: the order would end as if its charge had gone the other way.
  EXPECT_TRUE(given<PaymentDecider>().when(accepted).then(was_accepted));
  EXPECT_TRUE(given<PaymentDecider>().when(refused).then(was_refused));
}

TEST(Payment, keeps_to_its_first_outcome) {
  // Wrong: a repeated or contradictory answer would change what has been acted upon.
  EXPECT_TRUE(given<PaymentDecider>(was_accepted).when(refused).then_rejected("outcome is known"));
  EXPECT_TRUE(given<PaymentDecider>(was_accepted).when(accepted).then_rejected());
  EXPECT_TRUE(given<PaymentDecider>(was_refused).when(accepted).then_rejected());
}

TEST(Payment, is_refunded_once_and_only_if_it_was_accepted) {
  // Wrong: money would be given back that was never taken, or twice.
  EXPECT_TRUE(given<PaymentDecider>(was_accepted).when(refund).then(was_refunded));
  EXPECT_TRUE(given<PaymentDecider>().when(refund).then_rejected());
  EXPECT_TRUE(given<PaymentDecider>(was_refused).when(refund).then_rejected());
  EXPECT_TRUE(given<PaymentDecider>(was_accepted, was_refunded).when(refund).then_rejected());
  EXPECT_TRUE(given<PaymentDecider>().when(CompleteOrder{.order = order}).then_rejected("not a payment's"));
}

}  // namespace
}  // namespace crisper::smart_fridge
