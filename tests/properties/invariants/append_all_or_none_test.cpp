#include <gtest/gtest.h>

#include "core/store/store_protocol.hpp"
#include "tests/properties/story.hpp"

namespace crisper::properties {
namespace {

using namespace testing;

/// A handler asks for these events of fridge 3 in one append.
void ask(Story& story, std::uint64_t command, std::vector<Payload> events) {
  StreamAppend part{.stream = fridge(3), .expected = {}, .token = {}, .events = std::move(events)};
  const Payload append = Payload::of(AppendEvents{.command = CommandId{command}, .correlation = {}, .parts = {part}});
  story.say({.kind = ObservationKind::message_sent, .process = handler_1, .peer = event_store,
             .payload = append.get()});
}

Payload load(std::int64_t quantity) { return Payload::of(MealsLoaded{meal(1), quantity}); }

Story two_events(std::uint64_t command) {
  Story story("append_all_or_none");
  ask(story, command, {load(2), load(3)});
  story.appended(fridge(3), MealsLoaded{meal(1), 2}).appended(fridge(3), MealsLoaded{meal(1), 3});
  return story;
}

TEST(AppendAllOrNone, fails_when_half_an_append_is_stored) {
  // Wrong: a write that a crash tore would leave a state that nobody ever decided.
  Story first = two_events(7);
  first.stored(1, 7).ended_audited();
  EXPECT_EQ(first.reason(), "the store has 1 of 2 events of the command 7 for fridge-3: an append is all or none");
  Story second = two_events(7);
  second.stored(2, 7).ended_audited();
  EXPECT_EQ(second.verdict(), Verdict::fail);
}

TEST(AppendAllOrNone, fails_when_the_halves_of_two_appends_are_mixed) {
  // Wrong: two attempts at one command would be taken for one that nobody made.
  Story story("append_all_or_none");
  ask(story, 7, {load(1), load(2)});
  ask(story, 7, {load(3)});
  story.appended(fridge(3), MealsLoaded{meal(1), 1}).appended(fridge(3), MealsLoaded{meal(1), 3});
  story.stored(1, 7).stored(2, 7).ended_audited();
  EXPECT_EQ(story.verdict(), Verdict::fail);
}

TEST(AppendAllOrNone, fails_when_something_is_stored_that_nobody_asked_for) {
  // Wrong: a store that makes events up would be believed.
  Story story = two_events(7);
  story.stored(1, 7).stored(2, 7).stored(1, 8).ended_audited();
  EXPECT_EQ(story.reason(), "the store has 1 event of the command 8 that no append asked for");
}

TEST(AppendAllOrNone, passes_when_all_of_one_attempt_is_stored_and_nothing_of_another) {
  // Wrong: a command that is decided anew after a refusal would be called torn.
  Story story("append_all_or_none");
  ask(story, 7, {load(9)});
  ask(story, 7, {load(2), load(3)});
  ask(story, 8, {load(4), load(5)});  // refused: nothing of it is stored
  story.appended(fridge(3), MealsLoaded{meal(1), 2}).appended(fridge(3), MealsLoaded{meal(1), 3});
  story.stored(1, 7).stored(2, 7).ended_audited();
  EXPECT_EQ(story.verdict(), Verdict::pass) << story.reason();
}

TEST(AppendAllOrNone, says_nothing_where_nothing_is_stored) {
  // Wrong: a judge that saw nothing would say pass.
  Story story("append_all_or_none");
  ask(story, 7, {load(2)});
  story.ended_audited();
  EXPECT_TRUE(story.property().judgement().vacuous);
}

}  // namespace
}  // namespace crisper::properties
