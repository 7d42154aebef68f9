#include <gtest/gtest.h>

#include "tests/properties/story.hpp"

namespace crisper::properties {
namespace {

using namespace testing;

TEST(StandInWasOn, fails_when_two_fridges_are_off_each_relying_on_the_other) {
  // R39. Wrong: write skew would pass, since neither of the two streams is wrong by itself.
  Story story("stand_in_was_on");
  story.appended(fridge(1), FridgeSwitchedOff{FridgeId{2}}, handler_1)
      .appended(fridge(2), FridgeSwitchedOff{FridgeId{1}}, handler_2)
      .ended_quiet();
  EXPECT_EQ(story.verdict(), Verdict::fail);
  EXPECT_EQ(story.reason(), "fridge-2 was switched off while fridge-1, which stood in for it, was off");
}

TEST(StandInWasOn, passes_when_one_is_switched_on_before_the_other_is_switched_off) {
  // Wrong: technicians who take turns would be blamed.
  Story story("stand_in_was_on");
  story.appended(fridge(1), FridgeSwitchedOff{FridgeId{2}})
      .appended(fridge(3), FridgeSwitchedOff{FridgeId{2}})
      .appended(fridge(1), FridgeSwitchedOn{})
      .appended(fridge(2), FridgeSwitchedOff{FridgeId{1}})
      .ended_quiet();
  EXPECT_EQ(story.verdict(), Verdict::pass);
  EXPECT_EQ(story.property().observed(), 4u);
}

}  // namespace
}  // namespace crisper::properties
