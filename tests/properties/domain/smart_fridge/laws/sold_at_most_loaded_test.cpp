#include <gtest/gtest.h>

#include "tests/properties/story.hpp"

namespace crisper::properties {
namespace {

using namespace testing;

TEST(SoldAtMostLoaded, fails_when_a_confirmation_sells_what_was_never_loaded) {
  // Wrong: a customer would pay for a meal that does not exist, and the run would pass.
  Story story("sold_at_most_loaded");
  story.appended(fridge(3), MealsLoaded{meal(1), 1})
      .appended(fridge(3), ReservationConfirmed{order(7), meal(1), 1})
      .appended(fridge(3), ReservationConfirmed{order(8), meal(1), 1})
      .ended_quiet();
  EXPECT_EQ(story.verdict(), Verdict::fail);
  EXPECT_EQ(story.reason(), "fridge-3 sold 2 of meal 1, but was loaded with only 1");
}

TEST(SoldAtMostLoaded, does_not_count_one_fridges_meals_for_another) {
  // Wrong: fridge 4's meals would cover for fridge 3's.
  Story story("sold_at_most_loaded");
  story.appended(fridge(4), MealsLoaded{meal(1), 5})
      .appended(fridge(3), ReservationConfirmed{order(7), meal(1), 1})
      .ended_quiet();
  EXPECT_EQ(story.verdict(), Verdict::fail);
}

TEST(SoldAtMostLoaded, passes_when_everything_loaded_is_sold) {
  // Wrong: an empty fridge would be called a broken one.
  Story story("sold_at_most_loaded");
  story.appended(fridge(3), MealsLoaded{meal(1), 2})
      .appended(fridge(3), ReservationConfirmed{order(7), meal(1), 2})
      .ended_quiet();
  EXPECT_EQ(story.verdict(), Verdict::pass);
}

TEST(SoldAtMostLoaded, says_nothing_where_nothing_was_sold) {
  // Wrong: a judge that saw nothing would say pass.
  Story story("sold_at_most_loaded");
  story.appended(fridge(3), MealsLoaded{meal(1), 2}).ended_quiet();
  EXPECT_EQ(story.verdict(), Verdict::unknown);
  EXPECT_TRUE(story.property().judgement().vacuous);
}

}  // namespace
}  // namespace crisper::properties
