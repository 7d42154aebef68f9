#include <gtest/gtest.h>

#include <utility>

#include "core/domain/smart_fridge/schedule.hpp"
#include "core/reaction/reaction.hpp"
#include "tests/properties/story.hpp"

namespace crisper::properties {
namespace {

using namespace testing;

/// Four were wanted, one came back, and a release is due; the schedule has taken all that.
Story due(const Options& business = {}) {
  Story story("releases_follow_plan", {}, business);
  story.appended(fridge(3), MealReserved{order(7), meal(1), 4}).published().applied(kitchen_schedule);
  story.appended(fridge(3), ReservationReleased{order(7), meal(1), 1}).published().applied(kitchen_schedule);
  story.appended(schedule_stream_of(FridgeId{3}), ReleaseDue{.fridge = FridgeId{3}, .number = 1})
      .published()
      .applied(kitchen_schedule);
  return story;
}

/// What the schedule makes of the third event of a story, first or later.
Observation planned(const Payload& plan, std::uint64_t n = 0) {
  return {.kind = ObservationKind::event_appended,
          .process = event_store,
          .message = subject(event_id_of(answer_id(KitchenSchedule::called, EventId{1003}, n), 0)),
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

TEST(ReleasesFollowPlan, counts_what_is_taken_in_one_transaction_with_its_event) {
  // Wrong: what is taken before it is said to be stored would be wanted by nobody, and its plan asked for by none.
  const auto transacted = [](Quantity quantity) {
    const auto taken = [](std::uint64_t event) {
      return Observation{.kind = ObservationKind::event_applied,
                         .process = kitchen_schedule,
                         .message = subject(EventId{event})};
    };
    Story story("releases_follow_plan");
    story.say(taken(1001)).appended(fridge(3), MealReserved{order(7), meal(1), 4});
    story.say(taken(1002)).appended(fridge(3), ReservationReleased{order(7), meal(1), 1});
    story.say(taken(1003))
        .appended(schedule_stream_of(FridgeId{3}), ReleaseDue{.fridge = FridgeId{3}, .number = 1});
    const Payload plan = plan_of(quantity);
    story.say(planned(plan)).ended_quiet();
    return story.verdict();
  };
  EXPECT_EQ(transacted(3), Verdict::pass);
  EXPECT_EQ(transacted(2), Verdict::fail);
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

TEST(ReleasesFollowPlan, fails_where_more_is_planned_than_was_wanted_or_the_margin_is_rounded_down) {
  // Wrong: the schedule's own sum would be right by being itself.
  for (const auto& [margin, right] : {std::pair<std::int64_t, Quantity>{0, 3}, {10, 4}, {100, 6}}) {
    for (Quantity quantity = right - 1; quantity <= right + 1; ++quantity) {
      const Payload plan = plan_of(quantity);
      Story story = due({.schedule = true, .schedule_margin = margin});
      story.say(planned(plan)).ended_quiet();
      EXPECT_EQ(story.verdict(), quantity == right ? Verdict::pass : Verdict::fail) << margin << " " << quantity;
    }
  }
}

TEST(ReleasesFollowPlan, fails_where_something_is_planned_that_no_release_asks_for) {
  // Wrong: a schedule that plans a meal twice, or one that nobody wants, would pass.
  const Payload plan = plan_of(3);
  Story story = due();
  story.say(planned(plan)).say(planned(plan, 1)).ended_quiet();
  EXPECT_EQ(story.reason(), "plan-3000001: 3 are planned, and no release asks for them");
  Story open = due();
  open.say(planned(plan)).say(planned(plan, 1)).ended_at_horizon();
  EXPECT_EQ(open.verdict(), Verdict::unknown);
}

TEST(ReleasesFollowPlan, passes_a_plan_of_the_refill_planner) {
  // Wrong: a kitchen with both could not be right.
  const Payload plan = plan_of(3);
  Story story = due();
  story.say(planned(plan));
  story.appended(refill_stream_of(FridgeId{3}, meal(1)), StockLow{FridgeId{3}, meal(1), 1});
  Observation refill = planned(plan);
  refill.message = subject(event_id_of(answer_id("refill-planner", EventId{1004}), 0));
  story.say(refill).ended_quiet();
  EXPECT_EQ(story.verdict(), Verdict::pass);
}

TEST(ReleasesFollowPlan, is_left_open_by_a_replay_of_the_schedule_and_by_no_other) {
  // Wrong: a replay of some view would let every plan pass, or one of the schedule be called right or wrong.
  const Payload plan = plan_of(2);
  Story other = due();
  other.say({.kind = ObservationKind::replay_begun, .process = catalog}).say(planned(plan)).ended_quiet();
  EXPECT_EQ(other.verdict(), Verdict::fail);
  Story own = due();
  own.say({.kind = ObservationKind::replay_begun, .process = kitchen_schedule}).say(planned(plan)).ended_quiet();
  EXPECT_EQ(own.verdict(), Verdict::unknown);
  EXPECT_FALSE(own.property().judgement().vacuous);
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
