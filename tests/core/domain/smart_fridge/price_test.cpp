#include "core/domain/smart_fridge/price.hpp"

#include <gtest/gtest.h>

#include <utility>
#include <vector>

#include "core/base/rng.hpp"
#include "core/service/given_when_then.hpp"
#include "tests/core/domain/smart_fridge/sample_order.hpp"

namespace crisper::smart_fridge {
namespace {

using namespace std::chrono_literals;

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

/// What a row of these costs at a time, looked up the long way; 0: none is in effect.
std::int64_t price_of(const std::vector<ImportPromotion>& rows, Duration now) {
  const ImportPromotion* best = nullptr;
  for (const ImportPromotion& row : rows) {
    if (row.from > now || (row.until != Duration::zero() && row.until <= now)) continue;
    if (!best || std::pair(best->from, best->promotion) < std::pair(row.from, row.promotion)) best = &row;
  }
  return best ? best->price.value : 0;
}

TEST(Price, is_that_of_the_last_to_begin_whatever_came_when) {
  // R22. Wrong: one within another, one that comes late, or one that has long ended would hide the one that holds.
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    Rng rng(seed);
    PriceDecider::State state = PriceDecider::initial();
    std::vector<ImportPromotion> rows;
    Duration now{};
    std::int64_t price = 0;
    const auto tell = [&](const Payload& command) {
      const Decision decision = PriceDecider::decide(state, command);
      ASSERT_TRUE(decision.has_value());
      for (const Payload& event : *decision) {
        if (const auto* changed = event.as<PriceChanged>()) price = changed->price.value;
        state = PriceDecider::evolve(std::move(state), event);
      }
    };
    for (std::uint64_t id = 1; id <= 30; ++id) {
      const Duration from = std::chrono::seconds(rng.between(0, 20));
      const Duration lasts = std::chrono::seconds(rng.between(0, 8));
      rows.push_back(row(id, static_cast<std::int64_t>(id) * 10, from,
                         lasts > Duration::zero() ? from + lasts : Duration::zero()));
      tell(Payload::of(rows.back()));
      ASSERT_EQ(price, price_of(rows, now)) << seed;
      now += std::chrono::seconds(rng.between(0, 2));
      tell(Payload::of(time_is(now)));
      ASSERT_EQ(price, price_of(rows, now)) << seed;
    }
  }
}

TEST(Price, walks_over_no_more_rows_than_begin_or_end) {
  // Wrong: a batch of some thousands of rows would be walked and copied for every command.
  PriceDecider::State state = PriceDecider::initial();
  const auto take = [&](const Payload& event) { state = PriceDecider::evolve(std::move(state), event); };
  for (std::uint64_t id = 1; id <= 1000; ++id) {
    const Duration from = std::chrono::seconds(static_cast<std::int64_t>(id));
    take(Payload::of(imported(id, 900, from, from + 1s)));
  }
  EXPECT_EQ(state.to_come.size(), 1000U);
  take(Payload::of(reached(500s)));
  EXPECT_EQ(state.to_come.size(), 500U);
  take(Payload::of(reached(2000s)));
  EXPECT_TRUE(state.to_come.empty());
  EXPECT_TRUE(state.begun.empty()) << "what is over is looked at no more";
}

TEST(Price, refuses_rows_that_can_mean_nothing) {
  // Wrong: a meal would cost nothing.
  EXPECT_TRUE(given<PriceDecider>().when(row(0, 900, 0s)).then_rejected());
  EXPECT_TRUE(given<PriceDecider>().when(row(1, 0, 0s)).then_rejected());
  EXPECT_TRUE(given<PriceDecider>().when(row(1, 900, 5s, 5s)).then_rejected());
}

}  // namespace
}  // namespace crisper::smart_fridge
