#include <gtest/gtest.h>

#include "tests/properties/story.hpp"

namespace crisper::properties {
namespace {

using namespace testing;

/// Two consumers that have begun, the catalogue in front, and two events that are in the log.
Story two_consumers() {
  Story story("taken_in_turn");
  for (const ProcessId each : {refill, catalog}) {
    story.say({.kind = ObservationKind::checkpoint_saved, .process = each});
  }
  story.appended(fridge(3), MealsLoaded{meal(1), 1}).published();
  story.appended(fridge(3), MealsLoaded{meal(1), 2}).published();
  return story;
}

TEST(TakenInTurn, fails_when_a_consumer_is_before_one_that_stands_before_it) {
  // Wrong: a fan-out to all at once would pass for an ordered one.
  Story story = two_consumers();
  story.applied(catalog, 1).applied(refill, 1).applied(refill, 2).applied(catalog, 2).ended_quiet();
  EXPECT_EQ(story.reason(), "refill took an event of fridge-3 before catalog had dealt with it");
  EXPECT_EQ(story.property().violation_count(), 1u);
}

TEST(TakenInTurn, fails_also_when_what_comes_too_early_does_nothing) {
  // Wrong: a consumer that is not interested would hide that it was not its turn.
  Story story = two_consumers();
  story.ignored(refill, IgnoreReason::not_interesting, 1).ended_quiet();
  EXPECT_EQ(story.verdict(), Verdict::fail);
}

TEST(TakenInTurn, passes_when_each_event_goes_down_the_line) {
  // Wrong: the first would have to wait until the last has an event before it may take the next.
  Story story = two_consumers();
  story.applied(catalog, 1).ignored(catalog, IgnoreReason::not_interesting, 2).applied(refill, 1).applied(refill, 2);
  story.ended_quiet();
  EXPECT_EQ(story.verdict(), Verdict::pass);
  EXPECT_EQ(story.property().observed(), 2u);
}

TEST(TakenInTurn, asks_nothing_of_what_comes_again) {
  // Wrong: what a consumer is sent again after a crash would count as a turn of its own.
  Story story = two_consumers();
  story.applied(catalog, 1).applied(refill, 1).restarted(catalog).ignored(refill, IgnoreReason::duplicate, 1);
  story.applied(catalog, 1).ended_quiet();
  EXPECT_EQ(story.verdict(), Verdict::pass);
}

TEST(TakenInTurn, looks_at_nothing_where_there_is_one_consumer) {
  // Wrong: a line of one would prove that lines are kept.
  Story story("taken_in_turn");
  story.say({.kind = ObservationKind::checkpoint_saved, .process = catalog});
  story.appended(fridge(3), MealsLoaded{meal(1), 1}).published().applied(catalog).ended_quiet();
  EXPECT_TRUE(story.property().judgement().vacuous);
}

}  // namespace
}  // namespace crisper::properties
