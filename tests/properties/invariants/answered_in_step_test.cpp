#include <gtest/gtest.h>

#include "tests/properties/story.hpp"

namespace crisper::properties {
namespace {

using namespace testing;
using enum ObservationKind;

Observation of_event(ObservationKind kind, ProcessId process, ProcessId peer = {}) {
  return {.kind = kind,
          .process = process,
          .peer = peer,
          .message = subject(event_id_of(CommandId{7}, 0)),
          .stream = fridge(3),
          .a = 1,
          .b = 1};
}

Observation answer(CommandStatus status) {
  return {.kind = command_answered,
          .process = customer_1,
          .message = subject(CommandId{7}),
          .stream = fridge(3),
          .a = static_cast<std::int64_t>(status)};
}

TEST(AnsweredInStep, fails_when_a_client_hears_of_its_command_before_a_consumer_has_its_event) {
  // Wrong: a read side that lags would pass for one that is in step.
  Story story("answered_in_step");
  story.say(of_event(event_appended, event_store)).say(of_event(event_delivered, event_log, catalog));
  story.say(answer(CommandStatus::handled)).say(of_event(event_applied, catalog)).ended_quiet();
  EXPECT_EQ(story.reason(), "a client was told that a command for fridge-3 is done before catalog had its events");
}

TEST(AnsweredInStep, passes_when_every_consumer_has_the_event_by_then) {
  // Wrong: the promise would be called broken where it is kept.
  Story story("answered_in_step");
  story.say(of_event(event_appended, event_store)).say(of_event(event_applied, catalog));
  story.say(of_event(event_ignored, refill)).say(answer(CommandStatus::handled)).ended_quiet();
  EXPECT_EQ(story.verdict(), Verdict::pass);
}

TEST(AnsweredInStep, looks_at_nothing_where_a_command_had_no_events) {
  // Wrong: a rejection would be taken for a promise that was kept.
  Story story("answered_in_step");
  story.say(answer(CommandStatus::rejected)).ended_quiet();
  EXPECT_TRUE(story.property().judgement().vacuous);
}

}  // namespace
}  // namespace crisper::properties
