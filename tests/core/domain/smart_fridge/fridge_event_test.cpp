#include "core/domain/smart_fridge/fridge_event.hpp"

#include <gtest/gtest.h>

#include "core/domain/smart_fridge/fridge.hpp"
#include "core/domain/smart_fridge/release_before.hpp"
#include "core/domain/smart_fridge/report.hpp"
#include "tests/core/domain/smart_fridge/sample_order.hpp"

namespace crisper::smart_fridge {
namespace {

TEST(FridgeEvent, changes_the_stock_as_the_fridge_that_decides_has_it) {
  // Wrong: a judge, a quota or a screen would count other meals than the fridge sells.
  FridgeDecider::State state = FridgeDecider::initial();
  Quantity for_sale = 0;
  for (const Payload& event :
       {Payload::of(MealsLoaded{soup, 9}), Payload::of(MealReserved{order, soup, 2}),
        Payload::of(ReservationReleased{order, soup, 2}), Payload::of(MealReserved{OrderId{8}, soup, 3}),
        Payload::of(ReservationConfirmed{OrderId{8}, soup, 3}), Payload::of(ReservationRefused{OrderId{9}, soup, 8, 6}),
        Payload::of(StockReported{soup, 5, 6}), Payload::of(MealsRemoved{soup, 1})}) {
    state = FridgeDecider::evolve(state, event);
    for_sale += change_of_stock(*fridge_event(event.get()));
    EXPECT_EQ(for_sale, state.stock[soup]) << event->type().name;
  }
  EXPECT_EQ(for_sale, 5);
}

TEST(FridgeEvent, merges_with_what_its_decision_did_not_ask_about) {
  // Wrong: what is stored behind an event that it was decided without would have been decided otherwise.
  const auto merge = [](const Payload& decided, const Payload& stored) {
    return merge_in_fridge({.decided = decided, .stored = stored});
  };
  const MealId stew{99};
  const OrderId other{98};
  const Payload loaded = Payload::of(MealsLoaded{soup, 9});
  const Payload reserved = Payload::of(MealReserved{order, soup, 2});
  const Payload confirmed = Payload::of(ReservationConfirmed{order, soup, 2});
  const Payload of_another = Payload::of(MealReserved{other, soup, 2});
  EXPECT_TRUE(merge(loaded, reserved));
  EXPECT_TRUE(merge(loaded, Payload::of(StockReported{soup, 4, 4}))) << "it asks about nothing";
  EXPECT_TRUE(merge(reserved, loaded));
  EXPECT_TRUE(merge(reserved, Payload::of(ReservationReleased{other, soup, 2})));
  EXPECT_TRUE(merge(reserved, Payload::of(MealReserved{other, stew, 2})));
  EXPECT_FALSE(merge(reserved, of_another)) << "the meals that it counted on may be gone";
  EXPECT_FALSE(merge(reserved, Payload::of(MealsWrittenOff{soup, 1})));
  EXPECT_FALSE(merge(reserved, Payload::of(ReservationRefused{order, stew, 8, 6}))) << "the order was refused";
  EXPECT_TRUE(merge(confirmed, of_another));
  EXPECT_TRUE(merge(confirmed, Payload::of(MealsWrittenOff{soup, 1})));
  EXPECT_FALSE(merge(confirmed, Payload::of(ReservationReleased{order, soup, 2})));
  EXPECT_FALSE(merge(confirmed, Payload::of(StockReported{soup, 4, 4})));
  EXPECT_FALSE(merge(Payload::of(ReservationRefused{order, soup, 8, 6}), loaded)) << "it tells how many there were";
  EXPECT_FALSE(merge(Payload::of(StockReported{soup, 4, 4}), loaded));
}

TEST(FridgeEvent, is_counted_where_it_says_no_more_than_a_change) {
  // Wrong: quotas would share out what a count or a refusal only told of.
  EXPECT_EQ(change_for_sale(Payload::of(MealsLoaded{MealId{3}, 4})), (CountChange{.item = 3, .change = 4}));
  EXPECT_EQ(change_for_sale(Payload::of(ReservationConfirmed{OrderId{1}, MealId{3}, 4})), (CountChange{.item = 3}));
  EXPECT_EQ(change_for_sale(Payload::of(StockReported{MealId{3}, 4, 4})), std::nullopt);
  EXPECT_EQ(change_for_sale(Payload::of(ReservationRefused{})), std::nullopt);
  EXPECT_EQ(change_for_sale(Payload::of(OrderPlaced{})), std::nullopt);
}

TEST(FridgeEvent, of_the_release_before_is_read_too) {
  // Wrong: meals that the last release loaded would be meals that came from nowhere.
  const Payload trays = Payload::of(TraysLoaded{.meal = MealId{2}, .trays = 3, .meals_on_each = 6});
  EXPECT_EQ(change_of_stock(*fridge_event(trays.get())), 18);
}

}  // namespace
}  // namespace crisper::smart_fridge
