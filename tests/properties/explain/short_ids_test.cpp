#include "properties/explain/short_ids.hpp"

#include <gtest/gtest.h>

#include "tests/properties/story.hpp"

namespace crisper::properties {
namespace {

using namespace testing;
using enum ObservationKind;

constexpr MessageId order_command{0x9c41d2aa0712};
constexpr MessageId order_event{1234567890123456789};

/// A run in which a command was accepted and an event of it stored.
void record(CausalRecorder& run, const Names& names) {
  const Payload load = Payload::of(LoadMeals{.meal = MealId{1}, .quantity = 2});
  const Payload loaded = Payload::of(MealsLoaded{.meal = MealId{1}, .quantity = 2});
  run.begin(names);
  run.observe({.kind = command_accepted,
               .process = command_store,
               .message = order_command,
               .stream = fridge(3),
               .payload = load.get()},
              ObservationId{1});
  run.observe({.kind = event_appended,
               .process = event_store,
               .peer = handler_1,
               .message = order_event,
               .stream = fridge(3),
               .a = 1,
               .payload = loaded.get()},
              ObservationId{2});
  run.observe({.kind = event_applied, .process = catalog, .message = order_event, .stream = fridge(3), .a = 7, .b = 7},
              ObservationId{3});
  run.end({});
}

TEST(ShortIds, introduce_a_command_and_an_event_where_they_are_told_of_first) {
  // Wrong: a reader meets c1 and does not know what that is.
  const Names names = cast();
  CausalRecorder run;
  record(run, names);
  ShortIds ids(run);
  const Wording wording = ids.wording();
  const auto told = [&](std::size_t place) { return deed(run.all()[place].observation, run.names(), wording); };
  EXPECT_EQ(told(2), "catalog applied event e1 (MealsLoaded{meal=1 quantity=2} of fridge-3) at offset 7 (position 7)");
  EXPECT_EQ(told(1), "event-store stored event e1 as version 1 of fridge-3 for handler-1");
  EXPECT_EQ(told(0), "command-store accepted command c1 (LoadMeals{meal=1 quantity=2}) for fridge-3");
  EXPECT_EQ(told(0), "command-store accepted command c1 for fridge-3");
}

TEST(ShortIds, take_the_place_of_numbers_that_nobody_introduced) {
  // Wrong: a reason, or a message, would be told with an id of sixteen digits.
  const Names names = cast();
  CausalRecorder run;
  record(run, names);
  ShortIds ids(run);
  EXPECT_EQ(ids.replaced("the command 9c41d2aa0712 for fridge-3 ended twice"),
            "the command c1 (LoadMeals{meal=1 quantity=2} for fridge-3) for fridge-3 ended twice");
  EXPECT_EQ(ids.replaced("Take{event=1234567890123456789 stream=" + std::to_string(fridge(3).value) + " quantity=2}"),
            "Take{event=e1 (MealsLoaded{meal=1 quantity=2} of fridge-3) stream=fridge-3 quantity=2}");
  EXPECT_EQ(ids.replaced("Ask{correlation=9876543210987654321 quantity=2}"), "Ask{ quantity=2}");
  EXPECT_EQ(ids.replaced("at 12.345s, 3 of 100 in 500ms"), "at 12.345s, 3 of 100 in 500ms");
}

TEST(ShortIds, are_those_of_what_the_field_holds) {
  // Wrong: the first state of a business, which has the number of the first client's first command, is told as that.
  const Names names = cast();
  const MessageId first{fridge(1).value};
  CausalRecorder run;
  run.begin(names);
  run.observe({.kind = command_accepted, .process = command_store, .message = first, .stream = fridge(1)},
              ObservationId{1});
  run.observe({.kind = command_handled, .process = handler_1, .message = first, .stream = fridge(2)}, ObservationId{2});
  run.end({});
  ShortIds ids(run);
  const std::string number = std::to_string(first.value), other = std::to_string(fridge(2).value);
  EXPECT_EQ(ids.replaced("E{stream=" + number + " version=1 command=" + number + " correlation=" + number + "}"),
            "E{stream=fridge-1 version=1 command=c1 (a command for fridge-2) correlation=c1}");
  EXPECT_EQ(ids.replaced("Progress{came=[] closed=[" + other + " " + number + "]}"),
            "Progress{came=[] closed=[fridge-2 fridge-1]}");
}

}  // namespace
}  // namespace crisper::properties
