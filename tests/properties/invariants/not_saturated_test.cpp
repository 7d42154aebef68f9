#include <gtest/gtest.h>

#include "tests/properties/story.hpp"

namespace crisper::properties {
namespace {

using namespace testing;

/// For eight seconds handler-1 is inside one turn after the other, for so long each second, and every second so many
/// commands more wait.
Story eight_seconds(Duration busy, std::int64_t more) {
  Story story("not_saturated");
  for (int second = 0; second < 8; ++second) {
    const Duration now = std::chrono::seconds(second);
    story.at(now).say({.kind = ObservationKind::turn_begun, .process = handler_1});
    story.say({.kind = ObservationKind::command_enqueued, .process = command_queue, .a = (second + 1) * more});
    story.at(now + busy).say({.kind = ObservationKind::turn_ended, .process = handler_1});
  }
  return story;
}

TEST(NotSaturated, fails_when_one_process_is_busy_all_the_time_and_the_queue_grows) {
  // Wrong: the singleton that serves all, and can't, would look like a design that is only slow.
  Story story = eight_seconds(999ms, 20);
  story.ended_quiet();
  EXPECT_EQ(story.reason(),
            "handler-1 was busy all the time from 0s to 4s, while the commands that wait became 80 from 0");
  EXPECT_EQ(story.property().violation_count(), 1u) << "told once";
}

TEST(NotSaturated, passes_when_a_busy_process_keeps_up_or_a_growing_queue_finds_nobody_full) {
  // Wrong: good use of a machine would be called a fault, or a burst would.
  Story keeps_up = eight_seconds(999ms, 0);
  keeps_up.ended_quiet();
  EXPECT_EQ(keeps_up.verdict(), Verdict::pass);
  Story idle = eight_seconds(500ms, 20);
  idle.ended_quiet();
  EXPECT_EQ(idle.verdict(), Verdict::pass);
}

TEST(NotSaturated, says_nothing_of_those_who_take_several_messages_at_once) {
  // Wrong: whoever waits for many answers at a time would be called full.
  Story story("not_saturated");
  story.say({.kind = ObservationKind::turn_begun, .process = payment});
  story.say({.kind = ObservationKind::turn_begun, .process = payment});
  for (int second = 1; second < 8; ++second) {
    story.at(std::chrono::seconds(second));
    story.say({.kind = ObservationKind::command_enqueued, .process = command_queue, .a = second * 20});
  }
  story.ended_quiet();
  EXPECT_EQ(story.verdict(), Verdict::pass);
}

}  // namespace
}  // namespace crisper::properties
