#include <gtest/gtest.h>

#include "tests/properties/story.hpp"

namespace crisper::properties {
namespace {

using namespace testing;

Observation lies_there(std::uint64_t fridge_number, std::int64_t now, std::int64_t before) {
  return {.kind = ObservationKind::world_changed,
          .process = fridges,
          .message = MessageId{1},
          .stream = fridge(fridge_number),
          .a = now,
          .b = before};
}

Observation counts(std::uint64_t fridge_number, std::int64_t number = 1) {
  return {.kind = ObservationKind::world_counted, .process = fridges, .stream = fridge(fridge_number), .a = number};
}

FridgeReported reported(Quantity said, Quantity expected, std::uint64_t number = 1) {
  return {.number = number,
          .kind = ReportKind::total,
          .counts = {{.meal = meal(1), .said = said, .expected = expected}}};
}

/// Five are loaded and get there; one spoils.
Story spoiled() {
  Story story("stock_is_true");
  story.appended(fridge(3), MealsLoaded{meal(1), 5}).say(lies_there(3, 5, 0)).say(lies_there(3, 4, 5));
  return story;
}

TEST(StockIsTrue, fails_where_a_report_was_taken_and_the_book_is_wrong) {
  // Wrong: a book that nobody mends would pass for the truth.
  Story story = spoiled();
  story.say(counts(3)).appended(fridge(3), reported(4, 5)).ended_quiet();
  EXPECT_EQ(story.reason(), "the book of fridge-3 has 5 of meal 1, and 4 lie there, which it has reported since");
}

TEST(StockIsTrue, fails_where_a_delta_was_taken_twice) {
  // Hazard 54.
  Story story = spoiled();
  story.say(counts(3)).appended(fridge(3), reported(-1, 5)).appended(fridge(3), MealsRemoved{meal(1), 1});
  story.appended(fridge(3), reported(-1, 4)).appended(fridge(3), MealsRemoved{meal(1), 1}).ended_quiet();
  EXPECT_EQ(story.verdict(), Verdict::fail);
}

TEST(StockIsTrue, fails_where_nonsense_was_believed) {
  // Wrong: a fridge that sends nonsense would go unseen.
  Story story = spoiled();
  story.say(counts(3)).appended(fridge(3), reported(400, 5)).appended(fridge(3), MealsFound{meal(1), 395});
  story.ended_quiet();
  EXPECT_EQ(story.verdict(), Verdict::fail);
}

TEST(StockIsTrue, passes_where_the_book_was_mended_and_meals_are_promised_or_sold) {
  // Wrong: a meal that is set aside would count as missing.
  Story story = spoiled();
  story.appended(fridge(3), MealReserved{order(7), meal(1), 2})
      .appended(fridge(3), MealReserved{order(8), meal(1), 1})
      .appended(fridge(3), ReservationConfirmed{order(8), meal(1), 1})
      .say(lies_there(3, 3, 4))
      .say(counts(3))
      .appended(fridge(3), reported(3, 4))
      .appended(fridge(3), MealsRemoved{meal(1), 1})
      .ended_quiet();
  EXPECT_EQ(story.verdict(), Verdict::pass);
}

TEST(StockIsTrue, says_nothing_of_what_no_report_has_been_about) {
  // Wrong: a book would be blamed for what nobody could know.
  Story story = spoiled();
  story.ended_quiet();
  EXPECT_TRUE(story.property().judgement().vacuous);
  Story before("stock_is_true");
  before.appended(fridge(3), MealsLoaded{meal(1), 5}).say(lies_there(3, 5, 0)).say(counts(3));
  before.appended(fridge(3), reported(5, 5));
  before.say(lies_there(3, 4, 5)).ended_quiet();
  EXPECT_TRUE(before.property().judgement().vacuous);
}

TEST(StockIsTrue, takes_a_report_for_when_the_fridge_counted) {
  // Wrong: a report that comes late would be about what changed after it, and a right book be blamed.
  Story late("stock_is_true");
  late.appended(fridge(3), MealsLoaded{meal(1), 5}).say(lies_there(3, 5, 0)).say(counts(3)).say(lies_there(3, 4, 5));
  late.appended(fridge(3), reported(0, 5)).ended_quiet();
  EXPECT_TRUE(late.property().judgement().vacuous);
  // A newer one that was taken before it counts all the same.
  Story overtaken("stock_is_true");
  overtaken.appended(fridge(3), MealsLoaded{meal(1), 5}).say(lies_there(3, 5, 0)).say(counts(3, 1));
  overtaken.say(lies_there(3, 4, 5)).say(counts(3, 2)).appended(fridge(3), reported(-1, 5, 2));
  overtaken.appended(fridge(3), reported(0, 5, 1)).ended_quiet();
  EXPECT_EQ(overtaken.verdict(), Verdict::fail);
}

TEST(StockIsTrue, fails_where_only_the_book_has_a_meal) {
  // Wrong: nonsense of a meal that no fridge ever had would be the truth.
  Story story("stock_is_true");
  story.say(counts(3)).appended(fridge(3), reported(300, 0)).appended(fridge(3), MealsFound{meal(1), 300});
  story.ended_quiet();
  EXPECT_EQ(story.reason(), "the book of fridge-3 has 300 of meal 1, and 0 lie there, which it has reported since");
}

TEST(StockIsTrue, says_nothing_of_a_meal_that_the_report_is_not_about) {
  // Wrong: who counts one meal would have to answer for all.
  Story story("stock_is_true");
  story.appended(fridge(3), MealsLoaded{meal(2), 5}).say(counts(3)).appended(fridge(3), reported(0, 0)).ended_quiet();
  EXPECT_EQ(story.verdict(), Verdict::pass);
}

}  // namespace
}  // namespace crisper::properties
