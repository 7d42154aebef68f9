#include <gtest/gtest.h>

#include "core/domain/smart_fridge/schedule.hpp"
#include "core/reaction/reaction.hpp"
#include "tests/properties/story.hpp"

namespace crisper::properties {
namespace {

using namespace testing;

/// Four were wanted, one came back, and a release is due; the schedule has taken all that.
Story due() {
  Story story("releases_follow_plan");
  story.appended(fridge(3), MealReserved{order(7), meal(1), 4}).published().applied(kitchen_schedule);
  story.appended(fridge(3), ReservationReleased{order(7), meal(1), 1}).published().applied(kitchen_schedule);
  story.appended(schedule_stream_of(FridgeId{3}), ReleaseDue{.fridge = FridgeId{3}, .number = 1})
      .published()
      .applied(kitchen_schedule);
  return story;
}

/// What the schedule makes of the third event of a story.
Observation planned(const Payload& plan) {
  return {.kind = ObservationKind::event_appended,
          .process = event_store,
          .message = subject(event_id_of(answer_id(KitchenSchedule::called, EventId{1003}), 0)),
          .stream = plan_stream_of(FridgeId{3}, meal(1)),
          .payload = plan.get()};
}

Payload plan_of(Quantity quantity) {
  return Payload::of(RefillPlanned{.fridge = FridgeId{3}, .meal = meal(1), .quantity = quantity});
}

TEST(ReleasesFollowPlan, fails_where_less_is_planned_than_was_wanted) {
  // Wrong: fridges would be filled by something else than demand.
  const Payload plan = plan_of(2);
  Story story = due();
  story.say(planned(plan)).ended_quiet();
  EXPECT_EQ(story.verdict(), Verdict::fail);
  EXPECT_NE(story.reason().find("3 were wanted since the release before, and 2 are planned"), std::string::npos)
      << story.reason();
}

TEST(ReleasesFollowPlan, fails_where_a_release_is_not_planned) {
  // Wrong: a schedule that forgets a fridge would go unseen.
  Story story = due();
  story.ended_quiet();
  EXPECT_EQ(story.verdict(), Verdict::fail);
  Story open = due();
  open.ended_at_horizon();
  EXPECT_EQ(open.verdict(), Verdict::unknown);
}

TEST(ReleasesFollowPlan, passes_a_release_of_what_was_wanted) {
  // Wrong: a right plan would be called wrong.
  const Payload plan = plan_of(3);
  Story story = due();
  story.say(planned(plan)).ended_quiet();
  EXPECT_EQ(story.verdict(), Verdict::pass);
}

}  // namespace
}  // namespace crisper::properties
