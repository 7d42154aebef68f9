#include <gtest/gtest.h>

#include "tests/properties/story.hpp"

namespace crisper::properties {
namespace {

using namespace testing;

TEST(EventAppliedOnce, fails_when_a_consumer_takes_an_effect_twice) {
  // Wrong: at least once would pass for exactly once.
  Story story("event_applied_once");
  story.appended(fridge(3), MealsLoaded{meal(1), 1}).published().applied(catalog).published().applied(catalog);
  story.ended_quiet();
  EXPECT_EQ(story.reason(), "catalog took the effect of an event of fridge-3 twice");
}

TEST(EventAppliedOnce, passes_when_each_consumer_takes_it_once_and_ignores_it_then) {
  // Wrong: fan-out, or an inbox at work, would be called a repetition.
  Story story("event_applied_once");
  story.appended(fridge(3), MealsLoaded{meal(1), 1}).published().applied(catalog).applied(refill);
  story.ignored(catalog, IgnoreReason::duplicate).ended_quiet();
  EXPECT_EQ(story.verdict(), Verdict::pass);
}

}  // namespace
}  // namespace crisper::properties
