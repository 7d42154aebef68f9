#include <gtest/gtest.h>

#include "core/domain/smart_fridge/price.hpp"
#include "tests/properties/story.hpp"

namespace crisper::properties {
namespace {

using namespace testing;

const StreamId price = price_stream_of(meal(1));

PriceChanged costs(std::uint64_t id, std::int64_t cents) {
  return {.meal = meal(1), .promotion = PromotionId{id}, .price = Amount{cents}};
}

/// Prices are good for five seconds. A meal costs 900, and 700 from 10s on.
Story reduced() {
  Story story("price_as_promised", {}, {.prices = true, .price_promise = 5s});
  story.appended(price, costs(1, 900)).at(10s).appended(price, costs(2, 700));
  return story;
}

TEST(PriceAsPromised, fails_where_a_price_is_older_than_it_was_promised_for) {
  // Wrong: a screen that nobody refreshes would sell at last week's prices.
  Story story = reduced();
  story.at(16s).appended(order_stream(7), placed(7, 900)).ended_quiet();
  EXPECT_EQ(story.verdict(), Verdict::fail);
  EXPECT_NE(story.reason().find("order-7 is for 1 of meal 1 at 900 cents, which they cost until 10"), std::string::npos)
      << story.reason();
}

TEST(PriceAsPromised, fails_where_a_meal_never_had_the_price) {
  // Wrong: a wrong sum would pass, as long as it is paid.
  Story story = reduced();
  story.at(11s).appended(order_stream(7), placed(7, 70)).ended_quiet();
  EXPECT_EQ(story.verdict(), Verdict::fail);
  Story early("price_as_promised", {}, {.prices = true});
  early.appended(order_stream(7), placed(7, 900)).appended(price, costs(1, 900)).ended_quiet();
  EXPECT_EQ(early.verdict(), Verdict::fail);
}

TEST(PriceAsPromised, passes_at_todays_price_and_at_the_one_that_the_screen_promised) {
  // Wrong: a promise would be no promise.
  Story story = reduced();
  story.at(11s).appended(order_stream(7), placed(7, 700)).appended(order_stream(8), placed(8, 900)).ended_quiet();
  EXPECT_EQ(story.verdict(), Verdict::pass);
}

TEST(PriceAsPromised, goes_by_when_the_customer_ordered) {
  // Wrong: a queue that stands still would be a wrong price.
  const auto ordered = [](SimTime at, Duration stored) {
    Story story = reduced();
    story.at(at - sim_start).say({.kind = ObservationKind::command_submitted,
                                  .process = customer_1,
                                  .message = MessageId{7},
                                  .stream = order_stream(7),
                                  .a = 1});
    story.at(stored).appended(order_stream(7), placed(7, 900));
    return story.ended_quiet().verdict();
  };
  EXPECT_EQ(ordered(sim_start + 14s, 30s), Verdict::pass);
  EXPECT_EQ(ordered(sim_start + 16s, 16s), Verdict::fail);
}

TEST(PriceAsPromised, says_nothing_where_there_are_no_prices) {
  // Wrong: designs without promotions would fail.
  Story story("price_as_promised");
  story.appended(order_stream(7), placed(7, 900)).ended_quiet();
  EXPECT_TRUE(story.property().judgement().vacuous);
}

}  // namespace
}  // namespace crisper::properties
