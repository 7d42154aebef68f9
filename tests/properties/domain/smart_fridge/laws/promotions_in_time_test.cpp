#include <gtest/gtest.h>

#include "core/domain/smart_fridge/price.hpp"
#include "tests/properties/story.hpp"

namespace crisper::properties {
namespace {

using namespace testing;

const StreamId promoted = price_stream_of(meal(2));

PromotionImported imported(std::uint64_t id, std::int64_t cents, Duration from, Duration until = {}) {
  return {.promotion = PromotionId{id}, .meal = meal(2), .price = Amount{cents}, .from = from, .until = until};
}
PriceChanged now_costs(std::uint64_t id, std::int64_t cents) {
  return {.meal = meal(2), .promotion = PromotionId{id}, .price = Amount{cents}};
}

TEST(PromotionsInTime, fails_where_a_promotion_begins_too_early) {
  // Wrong: a clock of prices that is fast would go unseen.
  Story story("promotions_in_time");
  story.appended(promoted, imported(1, 700, 10s)).at(9s).appended(promoted, now_costs(1, 700)).at(11s).ended_quiet();
  EXPECT_EQ(story.verdict(), Verdict::fail);
}

TEST(PromotionsInTime, fails_where_a_promotion_ends_too_early) {
  // Wrong: a clock that goes ahead while a promotion lasts would go unseen.
  Story story("promotions_in_time");
  story.appended(promoted, imported(1, 900, 0s))
      .appended(promoted, now_costs(1, 900))
      .appended(promoted, imported(2, 700, 5s, 30s));
  story.at(5s)
      .appended(promoted, now_costs(2, 700))
      .at(10s)
      .appended(promoted, now_costs(1, 900))
      .at(40s)
      .ended_quiet();
  EXPECT_EQ(story.reason(), "meal 2 is sold by promotion 1 at 10s, where promotion 2 is due (0: none)");
  Story to_none("promotions_in_time");
  to_none.appended(promoted, imported(2, 700, 5s, 30s)).at(5s).appended(promoted, now_costs(2, 700));
  to_none.at(10s).appended(promoted, now_costs(0, 0)).at(40s).ended_quiet();
  EXPECT_EQ(to_none.verdict(), Verdict::fail);
}

TEST(PromotionsInTime, fails_where_a_price_is_by_a_promotion_that_nobody_imported_for_the_meal) {
  // Wrong: one of another meal with the same id would pass for it.
  Story story("promotions_in_time");
  PromotionImported other = imported(7, 700, 0s);
  other.meal = meal(1);
  story.appended(price_stream_of(meal(1)), other).appended(promoted, now_costs(7, 700)).ended_quiet();
  EXPECT_EQ(story.verdict(), Verdict::fail);
}

TEST(PromotionsInTime, passes_where_one_id_is_a_promotion_of_two_meals) {
  // A price knows its own promotions alone. Wrong: the row of one meal would be judged by that of the other.
  Story story("promotions_in_time");
  const StreamId price_1 = price_stream_of(meal(1));
  PromotionImported other = imported(7, 700, 3s);
  other.meal = meal(1);
  story.appended(price_1, other).appended(promoted, imported(7, 600, 5s));
  story.at(3s).appended(price_1, PriceChanged{meal(1), PromotionId{7}, Amount{700}});
  story.at(5s).appended(promoted, now_costs(7, 600)).ended_quiet();
  EXPECT_EQ(story.verdict(), Verdict::pass);
}

TEST(PromotionsInTime, passes_where_changes_are_late) {
  // Wrong: who is told the time behind its time would be called early, though each change was due when it was made.
  Story story("promotions_in_time");
  story.appended(promoted, imported(1, 900, 0s))
      .appended(promoted, now_costs(1, 900))
      .appended(promoted, imported(2, 700, 5s, 8s));
  story.at(9s).appended(promoted, now_costs(2, 700)).appended(promoted, now_costs(1, 900)).ended_quiet();
  EXPECT_EQ(story.verdict(), Verdict::pass);
}

TEST(PromotionsInTime, fails_where_a_promotion_is_not_in_effect_in_the_end) {
  // Wrong: a batch that nobody made anything of would pass.
  Story story("promotions_in_time");
  story.appended(promoted, imported(1, 700, 10s)).at(11s).ended_quiet();
  EXPECT_EQ(story.reason(), "meal 2 is sold by promotion 0 in the end, where promotion 1 is due (0: none)");
}

TEST(PromotionsInTime, fails_where_a_late_row_undid_a_later_one) {
  // Wrong: which of two promotions holds would be up to the order in which they came.
  Story story("promotions_in_time");
  story.at(20s).appended(promoted, imported(2, 600, 15s)).appended(promoted, now_costs(2, 600));
  story.appended(promoted, imported(1, 700, 10s)).appended(promoted, now_costs(1, 700)).ended_quiet();
  EXPECT_EQ(story.verdict(), Verdict::fail);
}

TEST(PromotionsInTime, passes_where_each_begins_and_ends_at_its_time_and_late_ones_from_then_on) {
  // Wrong: what came late would be blamed for its time.
  Story story("promotions_in_time");
  story.appended(promoted, imported(1, 900, 0s)).appended(promoted, now_costs(1, 900));
  story.at(12s).appended(promoted, imported(2, 700, 10s, 20s)).appended(promoted, now_costs(2, 700));
  story.at(20s).appended(promoted, now_costs(1, 900)).ended_quiet();
  EXPECT_EQ(story.verdict(), Verdict::pass);
}

TEST(PromotionsInTime, leaves_open_what_was_given_up) {
  // Wrong: a price would be blamed for what it was never told.
  Story story("promotions_in_time");
  story.appended(promoted, imported(1, 700, 10s)).at(11s);
  story.say({.kind = ObservationKind::command_gave_up, .process = customer_1, .stream = promoted}).ended_quiet();
  EXPECT_EQ(story.verdict(), Verdict::unknown);
}

}  // namespace
}  // namespace crisper::properties
