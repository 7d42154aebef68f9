#include "core/domain/smart_fridge/price.hpp"

#include <gtest/gtest.h>

#include "core/service/given_when_then.hpp"

namespace crisper::smart_fridge {
namespace {

using namespace std::chrono_literals;

constexpr MealId meal{2};

ImportPromotion row(std::uint64_t id, std::int64_t price, Duration from, Duration until = {}) {
  return {.promotion = PromotionId{id}, .meal = meal, .price = Amount{price}, .from = from, .until = until};
}
PromotionImported imported(std::uint64_t id, std::int64_t price, Duration from, Duration until = {}) {
  return {.promotion = PromotionId{id}, .meal = meal, .price = Amount{price}, .from = from, .until = until};
}
PriceChanged costs(std::uint64_t id, std::int64_t price) {
  return {.meal = meal, .promotion = PromotionId{id}, .price = Amount{price}};
}
AdvanceTime time_is(Duration now) { return {.meal = meal, .now = now}; }
TimeReached reached(Duration now) { return {.meal = meal, .now = now}; }

TEST(Price, changes_at_the_time_of_a_promotion_and_back_at_its_end) {
  // R22. Wrong: a promotion would be in effect from its import on, or for ever.
  EXPECT_TRUE(given<PriceDecider>().when(row(1, 900, 0s)).then(imported(1, 900, 0s), costs(1, 900)));
  EXPECT_TRUE(given<PriceDecider>(imported(1, 900, 0s), costs(1, 900))
                  .when(row(2, 700, 10s, 20s))
                  .then(imported(2, 700, 10s, 20s)));
  EXPECT_TRUE(given<PriceDecider>(imported(1, 900, 0s), costs(1, 900), imported(2, 700, 10s, 20s))
                  .when(time_is(10s))
                  .then(reached(10s), costs(2, 700)));
  EXPECT_TRUE(given<PriceDecider>(imported(1, 900, 0s), costs(1, 900), imported(2, 700, 10s, 20s), reached(10s),
                                  costs(2, 700))
                  .when(time_is(20s))
                  .then(reached(20s), costs(1, 900)));
}

TEST(Price, takes_a_row_once_and_refuses_another_of_its_id) {
  // R22. Wrong: a batch that comes twice would count twice, or a slip would change what is in effect.
  EXPECT_TRUE(given<PriceDecider>(imported(1, 900, 0s), costs(1, 900)).when(row(1, 900, 0s)).then());
  EXPECT_TRUE(given<PriceDecider>(imported(1, 900, 0s), costs(1, 900)).when(row(1, 800, 0s)).then_rejected());
}

TEST(Price, takes_a_late_row_from_then_on_unless_a_later_one_holds) {
  // R22. Wrong: what comes late would be lost, or would undo what began after it.
  EXPECT_TRUE(given<PriceDecider>(reached(30s)).when(row(2, 700, 10s)).then(imported(2, 700, 10s), costs(2, 700)));
  EXPECT_TRUE(given<PriceDecider>(reached(30s), imported(3, 600, 20s), costs(3, 600))
                  .when(row(2, 700, 10s))
                  .then(imported(2, 700, 10s)));
  EXPECT_TRUE(given<PriceDecider>(reached(30s)).when(row(2, 700, 10s, 20s)).then(imported(2, 700, 10s, 20s)));
}

TEST(Price, knows_no_time_but_what_its_clock_has_said_and_never_goes_back) {
  // Wrong: what its clock said twice, or out of order, would change a price again.
  EXPECT_TRUE(given<PriceDecider>(reached(30s)).when(time_is(20s)).then());
  EXPECT_TRUE(given<PriceDecider>(reached(30s)).when(time_is(30s)).then());
}

TEST(Price, refuses_rows_that_can_mean_nothing) {
  // Wrong: a meal would cost nothing.
  EXPECT_TRUE(given<PriceDecider>().when(row(0, 900, 0s)).then_rejected());
  EXPECT_TRUE(given<PriceDecider>().when(row(1, 0, 0s)).then_rejected());
  EXPECT_TRUE(given<PriceDecider>().when(row(1, 900, 5s, 5s)).then_rejected());
}

}  // namespace
}  // namespace crisper::smart_fridge
