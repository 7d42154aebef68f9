#include <gtest/gtest.h>

#include "tests/properties/metrics/measured.hpp"

namespace crisper::properties {
namespace {

using namespace testing;
using enum ObservationKind;

Observation by(ProcessId process, ObservationKind kind, StreamId stream) {
  return {.kind = kind, .process = process, .stream = stream};
}

TEST(OwnershipWait, is_from_asking_to_operating_for_each_process_and_state) {
  // Wrong: two handlers that wait for one state would be taken for one.
  Measured run;
  run.say(1s, by(handler_1, state_requested, fridge(1))).say(1s, by(handler_2, state_requested, fridge(1)));
  run.say(2s, by(handler_1, state_entered, fridge(1))).say(4s, by(handler_1, state_left, fridge(1)));
  run.say(4s, by(handler_2, state_entered, fridge(1)));
  EXPECT_EQ(run.time("ownership_wait").count, 2u);
  EXPECT_EQ(run.time("ownership_wait").p50, 1s);
  EXPECT_EQ(run.time("ownership_wait").max, 3s);
  EXPECT_EQ(run.count("ownership_given_up"), 0u);
}

TEST(OwnershipWait, that_ends_without_the_state_is_counted_and_not_measured) {
  // Wrong: short patience would look like short waits, and nobody would be told.
  Measured run;
  run.say(1s, by(handler_1, state_requested, fridge(1))).say(3s, by(handler_1, command_retried, fridge(1)));
  run.say(5s, by(handler_1, state_requested, fridge(1))).say(6s, by(handler_1, state_entered, fridge(1)));
  run.say(7s, by(handler_1, state_left, fridge(1))).say(7s, by(handler_1, command_retried, fridge(1)));
  EXPECT_EQ(run.count("ownership_given_up"), 1u) << "the second was given back after it had the state";
  EXPECT_EQ(run.time("ownership_wait").count, 1u);
  EXPECT_EQ(run.time("ownership_wait").max, 1s);
}

TEST(OwnershipWait, is_given_up_where_the_handler_gives_back_what_a_service_asked_for) {
  // Wrong: with services in processes of their own, nobody would ever have given up.
  Measured run;
  run.say(1s, by(fridges, state_requested, fridge(1))).say(3s, by(handler_1, command_retried, fridge(1)));
  EXPECT_EQ(run.count("ownership_given_up"), 1u);
  run.say(9s, by(fridges, state_requested, fridge(1))).say(10s, by(fridges, state_entered, fridge(1)));
  EXPECT_EQ(run.time("ownership_wait").max, 1s);
}

TEST(OwnershipWait, is_forgotten_by_a_crash) {
  // Wrong: the time that a handler was down would count as waiting for a state.
  Measured run;
  run.say(1s, by(handler_1, state_requested, fridge(1))).say(2s, {.kind = process_crashed, .process = handler_1});
  run.say(30s, by(handler_1, state_entered, fridge(1)));
  EXPECT_EQ(run.time("ownership_wait").count, 0u);
}

}  // namespace
}  // namespace crisper::properties
