#include "core/domain/smart_fridge/schedule.hpp"

#include <gtest/gtest.h>

#include "core/service/given_when_then.hpp"
#include "tests/core/domain/smart_fridge/sample_order.hpp"

namespace crisper::smart_fridge {
namespace {

TEST(Schedule, lets_each_release_be_due_once_and_none_after_a_later_one) {
  // Wrong: a release whose command came twice would be planned twice.
  const ReleaseDue first{.fridge = fridge, .number = 1};
  EXPECT_TRUE(given<ScheduleDecider>().when(PlanRelease{.fridge = fridge, .number = 1}).then(first));
  EXPECT_TRUE(given<ScheduleDecider>(first).when(PlanRelease{.fridge = fridge, .number = 1}).then());
}

RecordedEvent recorded(StreamId stream, Payload body) {
  RecordedEvent event;
  event.stream = stream;
  event.body = std::move(body);
  return event;
}

TEST(KitchenSchedule, plans_what_was_wanted_less_what_came_back_and_begins_anew) {
  // Wrong: the kitchen would fill fridges by what it filled before, and not by what people want.
  const KitchenSchedule schedule(Options{.schedule_margin = 10});
  Payload memory;
  const auto happens = [&](StreamId stream, Payload body) {
    const RecordedEvent event = recorded(stream, std::move(body));
    EXPECT_EQ(schedule.correlate(event), schedule_stream_of(fridge));
    const std::vector<NewEvent> plans = schedule.apply(memory, event);
    memory = schedule.remember(memory, event);
    return plans;
  };
  const auto at_fridge = [&](Payload body) { EXPECT_TRUE(happens(stream_of(fridge), std::move(body)).empty()); };
  at_fridge(Payload::of(MealReserved{.order = OrderId{1}, .meal = MealId{2}, .quantity = 4}));
  at_fridge(Payload::of(ReservationRefused{.order = OrderId{2}, .meal = MealId{1}, .quantity = 3, .available = 0}));
  at_fridge(Payload::of(ReservationReleased{.order = OrderId{1}, .meal = MealId{2}, .quantity = 1}));
  const Payload due = Payload::of(ReleaseDue{.fridge = fridge, .number = 1});
  const std::vector<NewEvent> plans = happens(schedule_stream_of(fridge), due);
  ASSERT_EQ(plans.size(), 2U);
  EXPECT_EQ(plans[0].body, Payload::of(RefillPlanned{.fridge = fridge, .meal = MealId{2}, .quantity = 4}));
  EXPECT_EQ(plans[1].body, Payload::of(RefillPlanned{.fridge = fridge, .meal = MealId{1}, .quantity = 4}));
  EXPECT_TRUE(happens(schedule_stream_of(fridge), due).empty()) << "nothing was wanted since";
}

}  // namespace
}  // namespace crisper::smart_fridge
