#include "core/domain/smart_fridge/fridge.hpp"

#include <gtest/gtest.h>

#include "core/domain/smart_fridge/announcement.hpp"
#include "core/service/given_when_then.hpp"
#include "tests/core/domain/smart_fridge/sample_order.hpp"

namespace crisper::smart_fridge {
namespace {

constexpr MealId salad{2};

const MealReserved one_reserved{.order = order, .meal = soup, .quantity = 1};

TEST(Fridge, takes_what_the_kitchen_loads) {
  // Wrong: loaded meals would not be for sale.
  const auto told = given<FridgeDecider>().when(LoadMeals{.meal = soup, .quantity = 5}).then(five_soups);
  EXPECT_TRUE(told) << told.difference();
}

TEST(Fridge, refuses_to_load_nothing_or_less) {
  // Wrong: a negative load would take meals away.
  EXPECT_TRUE(given<FridgeDecider>().when(LoadMeals{.meal = soup, .quantity = 0}).then_rejected("nothing to load"));
  EXPECT_TRUE(given<FridgeDecider>().when(LoadMeals{.meal = soup, .quantity = -3}).then_rejected());
}

TEST(Fridge, reserves_what_is_there) {
  // Wrong: an order for meals in stock would not get them.
  const auto told = given<FridgeDecider>(five_soups)
                        .when(ReserveMeal{.order = order, .meal = soup, .quantity = 5})
                        .then(MealReserved{.order = order, .meal = soup, .quantity = 5});
  EXPECT_TRUE(told) << told.difference();
}

TEST(Fridge, sells_on_the_spot_what_somebody_takes) {
  // Wrong: a meal taken at the fridge would stay for sale, or stay reserved for ever.
  const auto told = given<FridgeDecider>(five_soups)
                        .when(TakeMeal{.order = order, .meal = soup, .quantity = 1})
                        .then(one_reserved, ReservationConfirmed{.order = order, .meal = soup, .quantity = 1});
  EXPECT_TRUE(told) << told.difference();
}

TEST(Fridge, rejects_taking_what_is_not_there) {
  // Wrong: a basket of several fridges would be taken in part.
  EXPECT_TRUE(given<FridgeDecider>(five_soups)
                  .when(TakeMeal{.order = order, .meal = salad, .quantity = 1})
                  .then_rejected("not enough of this meal"));
}

TEST(Fridge, says_in_an_event_that_too_little_is_there) {
  // Wrong: the saga would wait for ever, since a rejection is told only to the sender.
  const auto told = given<FridgeDecider>(five_soups)
                        .when(ReserveMeal{.order = order, .meal = soup, .quantity = 6})
                        .then(ReservationRefused{.order = order, .meal = soup, .quantity = 6, .available = 5});
  EXPECT_TRUE(told) << told.difference();
  EXPECT_TRUE(given<FridgeDecider>(five_soups)
                  .when(ReserveMeal{.order = order, .meal = salad, .quantity = 1})
                  .then(ReservationRefused{.order = order, .meal = salad, .quantity = 1, .available = 0}));
  EXPECT_TRUE(given<FridgeDecider>().when(ReserveMeal{.order = order, .meal = soup, .quantity = 0}).then_rejected());
}

TEST(Fridge, counts_what_others_reserved_as_gone) {
  // Wrong: one meal would be promised to two orders.
  const auto told = given<FridgeDecider>(MealsLoaded{.meal = soup, .quantity = 1}, one_reserved)
                        .when(ReserveMeal{.order = OrderId{8}, .meal = soup, .quantity = 1})
                        .then(ReservationRefused{.order = OrderId{8}, .meal = soup, .quantity = 1, .available = 0});
  EXPECT_TRUE(told) << told.difference();
}

TEST(Fridge, does_nothing_when_an_order_asks_again) {
  // Wrong: an order whose request is repeated would get its meals twice, or a second answer.
  const ReserveMeal again{.order = order, .meal = soup, .quantity = 1};
  EXPECT_TRUE(given<FridgeDecider>(five_soups, one_reserved).when(again).then());
  EXPECT_TRUE(
      given<FridgeDecider>(five_soups, one_reserved, ReservationReleased{.order = order, .meal = soup, .quantity = 1})
          .when(again)
          .then());
  EXPECT_TRUE(given<FridgeDecider>(ReservationRefused{.order = order, .meal = soup, .quantity = 1, .available = 0})
                  .when(again)
                  .then());
}

TEST(Fridge, sells_or_gives_back_what_was_reserved_and_only_that) {
  // Wrong: an order could confirm or release what it never had.
  const auto held = given<FridgeDecider>(five_soups, one_reserved);
  EXPECT_TRUE(held.when(ConfirmReservation{.order = order})
                  .then(ReservationConfirmed{.order = order, .meal = soup, .quantity = 1}));
  EXPECT_TRUE(held.when(ReleaseReservation{.order = order})
                  .then(ReservationReleased{.order = order, .meal = soup, .quantity = 1}));
  EXPECT_TRUE(held.when(ConfirmReservation{.order = OrderId{8}}).then_rejected("no open reservation"));
  EXPECT_TRUE(held.when(ReleaseReservation{.order = OrderId{8}}).then_rejected("no open reservation"));
}

TEST(Fridge, ends_a_reservation_once) {
  // Wrong: a meal could be sold and given back.
  const ReservationConfirmed sold{.order = order, .meal = soup, .quantity = 1};
  EXPECT_TRUE(
      given<FridgeDecider>(five_soups, one_reserved, sold).when(ReleaseReservation{.order = order}).then_rejected());
  const ReservationReleased back{.order = order, .meal = soup, .quantity = 1};
  EXPECT_TRUE(
      given<FridgeDecider>(five_soups, one_reserved, back).when(ConfirmReservation{.order = order}).then_rejected());
  EXPECT_EQ(given<FridgeDecider>(five_soups, one_reserved, back).state().stock.at(soup), 5);
  EXPECT_EQ(given<FridgeDecider>(five_soups, one_reserved, sold).state().stock.at(soup), 4);
}

TEST(Fridge, writes_off_what_a_report_does_not_find) {
  // Wrong: meals that are gone would stay for sale.
  const auto told =
      given<FridgeDecider>(five_soups, one_reserved)
          .when(ReportStock{.meal = soup, .counted = 2})
          .then(StockReported{.meal = soup, .counted = 2, .expected = 5}, MealsRemoved{.meal = soup, .quantity = 3});
  EXPECT_TRUE(told) << told.difference();
}

TEST(Fridge, never_writes_off_reserved_meals) {
  // Wrong: stock would become negative, or a promise would be broken silently.
  const auto told =
      given<FridgeDecider>(five_soups, MealReserved{.order = order, .meal = soup, .quantity = 4})
          .when(ReportStock{.meal = soup, .counted = 0})
          .then(StockReported{.meal = soup, .counted = 0, .expected = 5}, MealsRemoved{.meal = soup, .quantity = 1});
  EXPECT_TRUE(told) << told.difference();
}

TEST(Fridge, believes_a_report_that_finds_as_much_or_more) {
  // Wrong: a report would invent meals that nobody loaded.
  EXPECT_TRUE(given<FridgeDecider>(five_soups)
                  .when(ReportStock{.meal = soup, .counted = 9})
                  .then(StockReported{.meal = soup, .counted = 9, .expected = 5}));
  EXPECT_TRUE(given<FridgeDecider>(five_soups).when(ReportStock{.meal = soup, .counted = -1}).then_rejected());
}

TEST(Fridge, rejects_what_is_not_for_it) {
  // Wrong: a command sent to the wrong state would pass unnoticed.
  EXPECT_TRUE(given<FridgeDecider>().when(CompleteOrder{.order = order}).then_rejected("not a fridge's command"));
}

TEST(Fridge, is_switched_off_and_on_and_stands_in_for_another_only_while_it_is_on) {
  // Wrong: two fridges that stand in for each other could be off, one after the other, in plain sight.
  const FridgeSwitchedOff off{.stand_in = FridgeId{2}};
  EXPECT_TRUE(given<FridgeDecider>().when(SwitchOff{.stand_in = FridgeId{2}}).then(off));
  EXPECT_TRUE(given<FridgeDecider>(off).when(SwitchOff{.stand_in = FridgeId{2}}).then_rejected("it is off"));
  EXPECT_TRUE(given<FridgeDecider>().when(StandIn{}).then());
  EXPECT_TRUE(given<FridgeDecider>(off).when(StandIn{}).then_rejected());
  EXPECT_TRUE(given<FridgeDecider>(off).when(SwitchOn{}).then(FridgeSwitchedOn{}));
  EXPECT_TRUE(given<FridgeDecider>(off, FridgeSwitchedOn{}).when(StandIn{}).then());
}

TEST(Fridge, is_the_same_after_a_snapshot_read_by_the_release_that_wrote_it) {
  // R40. Wrong: a snapshot would lose part of a state.
  FridgeDecider::State state = FridgeDecider::initial();
  for (const Payload& event : {Payload::of(five_soups), Payload::of(one_reserved),
                               Payload::of(ReservationRefused{.order = OrderId{8}, .meal = salad, .quantity = 1}),
                               Payload::of(FridgeSwitchedOff{.stand_in = FridgeId{2}})}) {
    state = FridgeDecider::evolve(std::move(state), event);
  }
  for (const std::uint32_t schema : {1u, 2u}) {
    const FridgeDecider::State again = FridgeDecider::restore(FridgeDecider::save(state, schema), schema);
    EXPECT_EQ(again.stock, state.stock);
    EXPECT_EQ(again.reserved_of, state.reserved_of);
    EXPECT_EQ(again.reserved.at(order).quantity, 1);
    EXPECT_EQ(again.settled, state.settled);
    EXPECT_TRUE(again.off);
  }
  const FridgeDecider::State mistaken = FridgeDecider::restore(FridgeDecider::save(state, 1), 2);
  EXPECT_EQ(mistaken.stock.at(soup), 5) << "the reserved one counts as for sale";
}

TEST(Fridge, puts_what_the_kitchen_announces_up_for_sale_as_far_as_the_kitchen_is_trusted) {
  // R14. Wrong: a release that nobody believes would be sold, or one that is believed would not.
  const auto announced = [](ReleaseTrust trust) {
    return AnnounceMeals{.meal = MealId{1}, .quantity = 6, .trust = trust, .at_most = 5};
  };
  const MealsLoaded for_sale{.meal = MealId{1}, .quantity = 6};
  const MealsAnnounced only_said{.meal = MealId{1}, .quantity = 6};
  EXPECT_TRUE(given<FridgeDecider>().when(announced(ReleaseTrust::full)).then(for_sale));
  EXPECT_TRUE(given<FridgeDecider>().when(announced(ReleaseTrust::none)).then(only_said));
  EXPECT_TRUE(given<FridgeDecider>().when(announced(ReleaseTrust::bounded)).then(only_said));
  AnnounceMeals few = announced(ReleaseTrust::bounded);
  few.quantity = 5;
  EXPECT_TRUE(given<FridgeDecider>().when(few).then(MealsLoaded{.meal = MealId{1}, .quantity = 5}));
}

}  // namespace
}  // namespace crisper::smart_fridge
