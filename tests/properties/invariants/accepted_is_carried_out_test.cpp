#include <gtest/gtest.h>

#include "tests/properties/story.hpp"

namespace crisper::properties {
namespace {

using namespace testing;

AuditEntry known(std::uint64_t command, std::int64_t status) {
  return {.kind = AuditKind::command_known, .process = command_store, .message = MessageId{command}, .a = status};
}

/// One command of one event, from its acceptance to its client.
Story carried_out() {
  Story story("accepted_is_carried_out");
  story.command(ObservationKind::command_accepted, 7).appended(fridge(3), MealsLoaded{meal(1), 2});
  story.command(ObservationKind::command_handled, 7, 1).command(ObservationKind::command_completed, 7, status_handled);
  story.command(ObservationKind::command_answered, 7, status_handled);
  return story;
}

TEST(AcceptedIsCarriedOut, fails_when_an_accepted_command_ends_as_a_dead_letter) {
  // Wrong: a system that never carries anything out would pass, since nothing of what it did was wrong.
  Story story("accepted_is_carried_out");
  story.command(ObservationKind::command_accepted, 7).command(ObservationKind::command_dead_lettered, 7, 5);
  story.command(ObservationKind::command_completed, 7, status_dead).ended_quiet();
  EXPECT_EQ(story.reason(),
            "the command 7 for fridge-3, accepted at 0s, was never carried out: it is a dead letter after 5 "
            "deliveries");
}

TEST(AcceptedIsCarriedOut, fails_when_a_command_is_set_aside_before_its_deliveries_are_used_up) {
  // Wrong: where dead letters are expected, a queue that gives up too soon would pass as one that had to.
  Story story("accepted_is_carried_out");
  story.command(ObservationKind::command_accepted, 7).command(ObservationKind::command_dead_lettered, 7, 4);
  story.command(ObservationKind::command_completed, 7, status_dead).ended({.dead_letters_expected = true});
  EXPECT_EQ(story.reason(), "the command 7 for fridge-3 was set aside after 4 deliveries, and the queue is to make 5");
}

TEST(AcceptedIsCarriedOut, passes_what_is_set_aside_behind_another_dead_letter) {
  // Wrong: a queue that keeps the order of a stream would be blamed for what it never could deliver.
  Design design;
  design.command_queue.dead_letters = DeadLetters::sequenced;
  Story story("accepted_is_carried_out", design);
  story.command(ObservationKind::command_accepted, 7).command(ObservationKind::command_dead_lettered, 7, 0);
  story.command(ObservationKind::command_completed, 7, status_dead).ended({.dead_letters_expected = true});
  EXPECT_EQ(story.verdict(), Verdict::pass) << story.reason();
}

TEST(AcceptedIsCarriedOut, passes_dead_letters_that_the_scenario_expects) {
  // Wrong: a scenario about poisonous commands could never pass.
  Story story("accepted_is_carried_out");
  story.command(ObservationKind::command_accepted, 7).command(ObservationKind::command_dead_lettered, 7, 5);
  story.command(ObservationKind::command_completed, 7, status_dead).ended({.dead_letters_expected = true});
  EXPECT_EQ(story.verdict(), Verdict::pass) << story.reason();
  EXPECT_EQ(story.property().notes().front().count, 1u);
}

TEST(AcceptedIsCarriedOut, passes_a_copy_that_is_set_aside_when_the_command_is_done) {
  // Wrong: acknowledgements that a network loses would make a finished command look given up.
  Story story = carried_out();
  story.command(ObservationKind::command_dead_lettered, 7, 20).ended_quiet();
  EXPECT_EQ(story.verdict(), Verdict::pass) << story.reason();
}

TEST(AcceptedIsCarriedOut, fails_when_the_command_store_has_forgotten_what_it_accepted) {
  // Wrong: a command store that answers before it writes would pass once its client is content.
  Story story = carried_out();
  story.stored(1, 7).ended_audited();
  EXPECT_EQ(story.reason(), "the command 7 for fridge-3 was accepted at 0s, and command-store knows nothing of it");
}

TEST(AcceptedIsCarriedOut, fails_when_a_client_was_told_another_end) {
  // Wrong: a client that was told "handled" could have its command in the dead letters.
  Story story = carried_out();
  story.stored(1, 7).holds(known(7, status_dead)).ended_audited();
  EXPECT_EQ(story.reason(),
            "the client of the command 7 for fridge-3 was told handled, and command-store has it as dead-lettered");
}

TEST(AcceptedIsCarriedOut, fails_when_a_handled_command_has_stored_nothing) {
  // Wrong: a handler that reports before it stores would be believed.
  Story story("accepted_is_carried_out");
  story.command(ObservationKind::command_accepted, 7).command(ObservationKind::command_handled, 7, 1);
  story.command(ObservationKind::command_completed, 7, status_handled).holds(known(7, status_handled)).ended_audited();
  EXPECT_EQ(story.reason(),
            "the command 7 for fridge-3 is said to be handled with 1 event, of which the store has 0");
}

TEST(AcceptedIsCarriedOut, passes_what_was_carried_out_and_what_was_decided_against) {
  // Wrong: correct runs would be called broken.
  Story story = carried_out();
  story.command(ObservationKind::command_accepted, 8).command(ObservationKind::command_rejected, 8);
  story.command(ObservationKind::command_completed, 8, status_rejected);
  story.stored(1, 7).holds(known(7, status_handled)).holds(known(8, status_rejected)).ended_audited();
  EXPECT_EQ(story.verdict(), Verdict::pass) << story.reason();
}

TEST(AcceptedIsCarriedOut, says_nothing_where_nothing_was_accepted) {
  // Wrong: a judge that saw nothing would say pass.
  Story story("accepted_is_carried_out");
  story.ended_audited();
  EXPECT_TRUE(story.property().judgement().vacuous);
}

}  // namespace
}  // namespace crisper::properties
