#include <gtest/gtest.h>

#include "core/domain/smart_fridge/order_enricher.hpp"
#include "tests/properties/story.hpp"

namespace crisper::properties {
namespace {

using namespace testing;

const StreamId enriched_7 = enriched_stream_of(order(7));

OrderEnriched enriched(std::int64_t price) {
  return {.order = order(7),
          .customer = CustomerId{1},
          .fridge = FridgeId{3},
          .meal = meal(1),
          .quantity = 1,
          .price = Amount{price}};
}

/// Placed at 900 cents, and reserved.
Story reserved() {
  Story story("order_enriched", {}, {.enrich = true});
  story.appended(order_stream(7), placed(7, 900)).appended(fridge(3), MealReserved{order(7), meal(1), 1});
  return story;
}

TEST(OrderEnriched, fails_where_an_order_goes_on_with_another_price) {
  // Wrong: who charges by the event would charge what nobody promised.
  Story story = reserved();
  story.appended(enriched_7, enriched(90)).ended_quiet();
  EXPECT_EQ(story.reason(), "order-7 was handed on with what it didn't say");
}

TEST(OrderEnriched, fails_where_an_order_goes_on_twice_or_never) {
  // Wrong: an enricher that forgets, or doesn't, would pass.
  Story twice = reserved();
  twice.appended(enriched_7, enriched(900)).appended(enriched_7, enriched(900)).ended_quiet();
  EXPECT_EQ(twice.reason(), "order-7 was handed on twice");
  Story never = reserved();
  never.ended_quiet();
  EXPECT_EQ(never.reason(), "order-7 has its meals, and was never handed on");
}

TEST(OrderEnriched, fails_where_nothing_was_reserved) {
  // Wrong: an order could be paid for whose meals are somebody else's.
  Story story("order_enriched", {}, {.enrich = true});
  story.appended(order_stream(7), placed(7, 900)).appended(enriched_7, enriched(900)).ended_quiet();
  EXPECT_EQ(story.reason(), "order-7 was handed on though nothing was reserved for it");
}

TEST(OrderEnriched, passes_where_each_goes_on_once_as_it_was_placed) {
  // Wrong: a good design would fail; what shoppers take goes nowhere.
  Story story = reserved();
  story.appended(enriched_7, enriched(900)).appended(fridge(3), MealReserved{order(1'000'000'000), meal(1), 1});
  story.ended_quiet();
  EXPECT_EQ(story.verdict(), Verdict::pass);
}

TEST(OrderEnriched, says_nothing_where_nobody_enriches) {
  // Wrong: designs without an enricher would fail.
  Story story("order_enriched");
  story.appended(order_stream(7), placed(7, 900)).appended(fridge(3), MealReserved{order(7), meal(1), 1});
  story.ended_quiet();
  EXPECT_TRUE(story.property().judgement().vacuous);
}

}  // namespace
}  // namespace crisper::properties
