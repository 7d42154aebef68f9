#include "core/domain/smart_fridge/catalog.hpp"

#include <gtest/gtest.h>

#include <map>

#include "tests/core/domain/smart_fridge/sample_order.hpp"

namespace crisper::smart_fridge {
namespace {

class Rows final : public View {
 public:
  std::int64_t get(RowKey row) const override {
    const auto found = rows.find(row);
    return found == rows.end() ? 0 : found->second;
  }
  void set(RowKey row, std::int64_t value) override { rows[row] = value; }
  std::map<RowKey, std::int64_t> rows;
};

template <MessageBody Body>
bool project(Rows& rows, StreamId stream, Body body) {
  RecordedEvent event;
  event.stream = stream;
  event.body = Payload::of(std::move(body));
  return CatalogProjection().project(rows, event);
}

TEST(Catalog, shows_what_each_fridge_has_for_sale) {
  // Wrong: customers would see meals that are gone, or miss those that are there.
  Rows rows;
  const StreamId stream = stream_of(FridgeId{4});
  const RowKey row{.part = 4, .item = 1};
  EXPECT_TRUE(project(rows, stream, MealsLoaded{.meal = MealId{1}, .quantity = 5}));
  EXPECT_TRUE(project(rows, stream, MealReserved{.order = order, .meal = MealId{1}, .quantity = 2}));
  EXPECT_EQ(rows.get(row), 3);
  EXPECT_TRUE(project(rows, stream, ReservationReleased{.order = order, .meal = MealId{1}, .quantity = 2}));
  EXPECT_TRUE(project(rows, stream, MealsRemoved{.meal = MealId{1}, .quantity = 1}));
  EXPECT_EQ(rows.get(row), 4);
  EXPECT_EQ(rows.rows.size(), 1u);
}

TEST(Catalog, ignores_what_changes_nothing_for_sale) {
  // Wrong: selling a reserved meal would take it off the shelf twice.
  Rows rows;
  const StreamId stream = stream_of(FridgeId{4});
  EXPECT_FALSE(project(rows, stream, ReservationConfirmed{.order = OrderId{7}, .meal = MealId{1}, .quantity = 2}));
  EXPECT_FALSE(project(rows, stream, StockReported{.meal = MealId{1}, .counted = 2, .expected = 3}));
  EXPECT_FALSE(project(rows, stream_of(OrderId{7}), OrderCompleted{.order = OrderId{7}}));
  EXPECT_TRUE(rows.rows.empty());
}

}  // namespace
}  // namespace crisper::smart_fridge
