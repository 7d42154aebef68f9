#include "properties/support/state_waits.hpp"

#include <gtest/gtest.h>

#include "core/base/sim_time.hpp"

namespace crisper::properties {
namespace {

using enum ObservationKind;

constexpr ProcessId waiting_handler{1}, waiting_other{2}, waiting_service{3};
constexpr StreamId state_one{10}, state_two{11};

Observation of_wait(ObservationKind kind, std::int64_t at, ProcessId process, std::uint64_t command, StreamId state) {
  return {.kind = kind, .at = sim_start + std::chrono::seconds(at), .process = process, .message = MessageId{command},
          .stream = state};
}

TEST(StateWaits, end_when_the_state_is_entered) {
  StateWaits waits;
  EXPECT_TRUE(waits.note(of_wait(state_requested, 1, waiting_handler, 1, state_one)).empty());
  EXPECT_TRUE(waits.note(of_wait(state_entered, 2, waiting_handler, 1, state_two)).empty()) << "another state";
  EXPECT_TRUE(waits.note(of_wait(state_entered, 2, waiting_other, 1, state_one)).empty()) << "another handler";
  const auto ended = waits.note(of_wait(state_entered, 3, waiting_handler, 1, state_one));
  ASSERT_EQ(ended.size(), 1u);
  EXPECT_TRUE(ended[0].entered);
  EXPECT_EQ(ended[0].since, sim_start + std::chrono::seconds(1));
  EXPECT_TRUE(waits.open().empty());
}

TEST(StateWaits, of_all_states_end_when_a_handler_gives_the_command_back_that_a_service_waits_with) {
  // Wrong: who had stopped waiting would be counted among those who wait, for ever.
  StateWaits waits;
  waits.note(of_wait(state_requested, 1, waiting_service, 1, state_one));
  waits.note(of_wait(state_requested, 1, waiting_service, 1, state_two));
  waits.note(of_wait(state_requested, 1, waiting_service, 2, state_two));
  const auto ended = waits.note(of_wait(command_retried, 2, waiting_handler, 1, state_one));
  ASSERT_EQ(ended.size(), 2u);
  EXPECT_FALSE(ended[0].entered || ended[1].entered);
  EXPECT_EQ(waits.open().size(), 1u);
}

TEST(StateWaits, end_when_the_same_is_asked_again) {
  // Wrong: the first would be forgotten while it is open.
  StateWaits waits;
  waits.note(of_wait(state_requested, 1, waiting_handler, 1, state_one));
  EXPECT_EQ(waits.note(of_wait(state_requested, 5, waiting_handler, 1, state_one)).size(), 1u);
  EXPECT_EQ(waits.open(), std::vector{sim_start + std::chrono::seconds(5)});
}

TEST(StateWaits, end_with_the_process_that_waits) {
  StateWaits waits;
  waits.note(of_wait(state_requested, 1, waiting_handler, 1, state_one));
  waits.note(of_wait(state_requested, 1, waiting_other, 2, state_one));
  EXPECT_EQ(waits.note(of_wait(process_crashed, 2, waiting_handler, 0, {})).size(), 1u);
  EXPECT_EQ(waits.note(of_wait(process_ended, 2, waiting_other, 0, {})).size(), 1u);
  EXPECT_TRUE(waits.open().empty());
}

TEST(StateWaits, of_a_process_that_is_gone_end_in_the_order_of_their_commands_and_no_others) {
  // Wrong: a wait that was over before would be found again, or another's would end with it.
  StateWaits waits;
  waits.note(of_wait(state_requested, 1, waiting_handler, 3, state_one));
  waits.note(of_wait(state_requested, 2, waiting_other, 2, state_one));
  waits.note(of_wait(state_requested, 3, waiting_handler, 1, state_two));
  waits.note(of_wait(state_requested, 4, waiting_handler, 4, state_one));
  waits.note(of_wait(state_entered, 5, waiting_handler, 4, state_one));
  const auto ended = waits.note(of_wait(process_ended, 6, waiting_handler, 0, {}));
  ASSERT_EQ(ended.size(), 2u);
  EXPECT_EQ(ended[0].since, sim_start + std::chrono::seconds(3));
  EXPECT_EQ(ended[1].since, sim_start + std::chrono::seconds(1));
  EXPECT_EQ(waits.open(), std::vector{sim_start + std::chrono::seconds(2)});
  EXPECT_TRUE(waits.note(of_wait(process_ended, 7, waiting_handler, 0, {})).empty());
}

}  // namespace
}  // namespace crisper::properties
