#include <gtest/gtest.h>

#include "core/domain/smart_fridge/price.hpp"
#include "tests/properties/story.hpp"

namespace crisper::properties {
namespace {

using namespace testing;

const StreamId price = price_stream_of(meal(2));

PromotionImported imported(std::uint64_t id, std::int64_t cents, Duration from, Duration until = {}) {
  return {.promotion = PromotionId{id}, .meal = meal(2), .price = Amount{cents}, .from = from, .until = until};
}
PriceChanged costs(std::uint64_t id, std::int64_t cents) {
  return {.meal = meal(2), .promotion = PromotionId{id}, .price = Amount{cents}};
}

TEST(PromotionsInTime, fails_where_a_promotion_begins_too_early) {
  // Wrong: a clock of prices that is fast would go unseen.
  Story story("promotions_in_time");
  story.appended(price, imported(1, 700, 10s)).at(9s).appended(price, costs(1, 700)).at(11s).ended_quiet();
  EXPECT_EQ(story.verdict(), Verdict::fail);
}

TEST(PromotionsInTime, fails_where_a_promotion_is_not_in_effect_in_the_end) {
  // Wrong: a batch that nobody made anything of would pass.
  Story story("promotions_in_time");
  story.appended(price, imported(1, 700, 10s)).at(11s).ended_quiet();
  EXPECT_EQ(story.reason(), "meal 2 is sold by promotion 0 in the end, where promotion 1 is due (0: none)");
}

TEST(PromotionsInTime, fails_where_a_late_row_undid_a_later_one) {
  // Wrong: which of two promotions holds would be up to the order in which they came.
  Story story("promotions_in_time");
  story.at(20s).appended(price, imported(2, 600, 15s)).appended(price, costs(2, 600));
  story.appended(price, imported(1, 700, 10s)).appended(price, costs(1, 700)).ended_quiet();
  EXPECT_EQ(story.verdict(), Verdict::fail);
}

TEST(PromotionsInTime, passes_where_each_begins_and_ends_at_its_time_and_late_ones_from_then_on) {
  // Wrong: what came late would be blamed for its time.
  Story story("promotions_in_time");
  story.appended(price, imported(1, 900, 0s)).appended(price, costs(1, 900));
  story.at(12s).appended(price, imported(2, 700, 10s, 20s)).appended(price, costs(2, 700));
  story.at(20s).appended(price, costs(1, 900)).ended_quiet();
  EXPECT_EQ(story.verdict(), Verdict::pass);
}

TEST(PromotionsInTime, leaves_open_what_was_given_up) {
  // Wrong: a price would be blamed for what it was never told.
  Story story("promotions_in_time");
  story.appended(price, imported(1, 700, 10s)).at(11s);
  story.say({.kind = ObservationKind::command_gave_up, .process = customer_1, .stream = price}).ended_quiet();
  EXPECT_EQ(story.verdict(), Verdict::unknown);
}

}  // namespace
}  // namespace crisper::properties
