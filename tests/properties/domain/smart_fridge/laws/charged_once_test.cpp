#include <gtest/gtest.h>

#include "tests/properties/story.hpp"

namespace crisper::properties {
namespace {

using namespace testing;

TEST(ChargedOnce, fails_when_a_charge_is_repeated) {
  // Wrong: the retry after a timeout would take the money twice.
  Story story("charged_once");
  story.charged(7, 900).charged(8, 500).charged(7, 900).ended_quiet();
  EXPECT_EQ(story.reason(), "payment-7 was charged twice: 900 and 900 cents");
  EXPECT_EQ(story.property().violations().front().evidence.size(), 2u);
}

TEST(ChargedOnce, fails_even_when_the_first_charge_was_paid_back) {
  // Wrong: a customer would see two charges on the bill.
  Story story("charged_once");
  story.charged(7, 900).refunded(7, 900).charged(7, 900).ended_quiet();
  EXPECT_EQ(story.verdict(), Verdict::fail);
}

TEST(ChargedOnce, passes_when_a_charge_is_refunded) {
  // Wrong: a refund would count as a charge.
  Story story("charged_once");
  story.charged(7, 900).refunded(7, 900).charged(8, 100).ended_quiet();
  EXPECT_EQ(story.verdict(), Verdict::pass);
  EXPECT_EQ(story.property().observed(), 2u);
}

TEST(ChargedOnce, says_nothing_where_nobody_paid) {
  // Wrong: a judge that saw nothing would say pass.
  Story story("charged_once");
  story.refunded(7, 900).ended_quiet();
  EXPECT_EQ(story.verdict(), Verdict::unknown);
  EXPECT_TRUE(story.property().judgement().vacuous);
}

}  // namespace
}  // namespace crisper::properties
