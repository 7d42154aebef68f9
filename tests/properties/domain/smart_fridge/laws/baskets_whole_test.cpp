#include <gtest/gtest.h>

#include "core/command/protocol.hpp"
#include "tests/properties/story.hpp"

namespace crisper::properties {
namespace {

using namespace testing;

Story basket_of_two() {
  const Payload take = Payload::of(TakeMeal{order(7), meal(1), 1});
  const Payload submit = Payload::of(SubmitCommand{.command = CommandId{1},
                                                   .stream = fridge(1),
                                                   .body = take,
                                                   .correlation = {},
                                                   .also = {{.stream = fridge(2), .body = take}}});
  Story story("baskets_whole");
  story.say({.kind = ObservationKind::turn_begun, .process = command_store, .payload = submit.get()});
  return story;
}

const ReservationConfirmed sold{order(7), meal(1), 1};

TEST(BasketsWhole, fails_when_only_one_of_two_fridges_gave_its_meal) {
  // Wrong: an append that changes one state of a command and not the other would pass.
  Story story = basket_of_two();
  story.appended(fridge(2), sold).ended_quiet();
  EXPECT_EQ(story.reason(), "a basket of fridge-1, fridge-2 was taken only from fridge-2");
}

TEST(BasketsWhole, passes_when_all_fridges_gave_their_meal_or_none) {
  // Wrong: correct runs would be called broken.
  Story all = basket_of_two();
  all.appended(fridge(1), sold).appended(fridge(2), sold).ended_quiet();
  EXPECT_EQ(all.verdict(), Verdict::pass);
  Story none = basket_of_two();
  none.ended_quiet();
  EXPECT_EQ(none.verdict(), Verdict::pass);
}

TEST(BasketsWhole, leaves_open_what_the_end_of_time_tore) {
  // Wrong: a run that broke off would be taken for one that lost a meal.
  Story story = basket_of_two();
  story.appended(fridge(1), sold).ended_at_horizon();
  EXPECT_EQ(story.verdict(), Verdict::unknown);
}

}  // namespace
}  // namespace crisper::properties
