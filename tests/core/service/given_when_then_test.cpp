#include "core/service/given_when_then.hpp"

#include <gtest/gtest.h>

#include "tests/core/service/jar.hpp"

namespace crisper {
namespace {

using namespace jar;

TEST(GivenWhenThen, is_true_where_the_events_are_those_expected) {
  // Wrong: good deciders would fail their specifications.
  EXPECT_TRUE(given<JarDecider>().when(PutCoins{.coins = 3}).then(CoinsPut{.coins = 3}));
  EXPECT_TRUE(given<JarDecider>(CoinsPut{.coins = 3}).when(PutCoins{.coins = 0}).then());
  EXPECT_TRUE(given<JarDecider>(CoinsPut{.coins = 9}).when(PutCoins{.coins = 2}).then_rejected("full"));
}

TEST(GivenWhenThen, names_both_where_other_events_came) {
  // Wrong: a failing specification would not say why.
  const Told told = given<JarDecider>().when(PutCoins{.coins = 3}).then(CoinsPut{.coins = 4});
  EXPECT_FALSE(told);
  EXPECT_EQ(told.difference(), "expected [CoinsPut{coins=4}], got [CoinsPut{coins=3}]");
}

TEST(GivenWhenThen, notices_missing_and_surplus_events) {
  // Wrong: an event too many or too few would pass.
  const Decided put = given<JarDecider>().when(PutCoins{.coins = 3});
  EXPECT_EQ(put.then().difference(), "expected [], got [CoinsPut{coins=3}]");
  EXPECT_EQ(put.then(CoinsPut{.coins = 3}, CoinsPut{.coins = 3}).difference(),
            "expected [CoinsPut{coins=3}, CoinsPut{coins=3}], got [CoinsPut{coins=3}]");
}

TEST(GivenWhenThen, tells_rejections_from_events_and_from_other_rejections) {
  // Wrong: a decider that rejects for the wrong reason would pass.
  const Decided full = given<JarDecider>().when(PutCoins{.coins = 11});
  EXPECT_EQ(full.then(CoinsPut{.coins = 11}).difference(),
            "expected [CoinsPut{coins=11}], got rejected: the jar is full");
  EXPECT_EQ(full.then_rejected("broken").difference(),
            "expected a rejection with 'broken', got rejected: the jar is full");
  EXPECT_EQ(given<JarDecider>().when(PutCoins{.coins = 1}).then_rejected().difference(),
            "expected a rejection, got [CoinsPut{coins=1}]");
}

TEST(GivenWhenThen, folds_the_past_in_order) {
  // Wrong: the state that a command meets would not be the one described.
  EXPECT_EQ(given<JarDecider>(CoinsPut{.coins = 3}, CoinsPut{.coins = 4}).state(), 7);
}

}  // namespace
}  // namespace crisper
