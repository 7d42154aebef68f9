#include <gtest/gtest.h>

#include "tests/properties/invariants/real_run.hpp"
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

void story_of_queue(Story& story, Duration at, std::int64_t waiting) {
  story.at(at).say({.kind = ObservationKind::command_enqueued, .process = command_queue, .a = waiting});
}

TEST(NotSaturated, fails_when_one_process_is_busy_all_the_time_and_the_queue_grows) {
  // Wrong: the singleton that serves all, and can't, would look like a design that is only slow.
  Story story = eight_seconds(999ms, 20);
  story.ended_quiet();
  EXPECT_EQ(story.reason(),
            "handler-1 was busy all the time from 0s to 4s, while the commands that wait became 80 from 0");
  EXPECT_EQ(story.property().violation_count(), 1u) << "told once";
}

TEST(NotSaturated, passes_when_a_busy_process_keeps_up) {
  // Wrong: good use of a machine would be called a fault, or a burst would.
  Story keeps_up = eight_seconds(999ms, 0);
  keeps_up.ended_quiet();
  EXPECT_EQ(keeps_up.verdict(), Verdict::pass);
  Story burst("not_saturated");
  for (int second = 0; second < 8; ++second) {
    story_of_queue(burst, std::chrono::seconds(second), second == 0 ? 400 : 400 - 20 * second);
  }
  EXPECT_EQ(burst.ended_quiet().verdict(), Verdict::pass) << burst.reason();
}

TEST(NotSaturated, fails_when_the_queue_grows_and_all_handlers_have_a_command_in_hands) {
  // Wrong: handlers that wait for others in the middle of their work would never be busy, and the queue could grow.
  Story story("not_saturated");
  story.say({.kind = ObservationKind::command_dispatched,
             .process = command_queue,
             .peer = handler_1,
             .message = MessageId{1}});
  for (int second = 0; second < 8; ++second) story_of_queue(story, std::chrono::seconds(second), (second + 1) * 20);
  story.ended_quiet();
  EXPECT_EQ(story.reason(),
            "the commands that wait became 80 from 0 between 0s and 4s: the one handler had a command in hands for 100 "
            "% of the time, and nobody else was busy: it takes more handlers");
  EXPECT_EQ(story.property().violation_count(), 1u) << "told once";
}

TEST(NotSaturated, fails_when_the_queue_grows_and_nobody_is_full) {
  // Wrong: commands that wait for something else than hands would pass, and more hands would be bought in vain.
  Story story = eight_seconds(500ms, 20);
  story.ended_quiet();
  EXPECT_EQ(story.verdict(), Verdict::fail);
  EXPECT_NE(story.reason().find("the busiest of all processes was handler-1, for 50 %"), std::string::npos)
      << story.reason();
}

TEST(NotSaturated, counts_work_in_a_first_turn) {
  // Wrong: a handler that works all the time would have a command in hands always, and be busy for a tenth of it.
  Story story("not_saturated");
  for (int second = 0; second < 8; ++second) {
    const Duration now = std::chrono::seconds(second);
    story.at(now).say({.kind = ObservationKind::work_begun, .process = handler_1});
    story_of_queue(story, now + 1ms, (second + 1) * 20);
    story.at(now + 999ms).say({.kind = ObservationKind::work_ended, .process = handler_1});
  }
  story.ended_quiet();
  EXPECT_EQ(story.reason(),
            "handler-1 was busy all the time from 0s to 4s, while the commands that wait became 80 from 0");
}

TEST(NotSaturated, in_real_runs_says_what_to_have_more_of) {
  // Wrong: the queue of one handler that is not enough would grow to hundreds, and pass.
  const auto found = [](int handlers) {
    return of_real_run(R"(
crisper: 1
name: too few hands
design:
  client: {timeout: 60s, attempts: 2}
  command_queue: {visibility_timeout: 20s, handlers: )" +
                           std::to_string(handlers) + R"(}
  ownership: {strategy: optimistic}
deployment: {hosts: 8, link: {latency: 1ms}}
workload: {orders: {rate: 60/s, for: 10s, customers: 30, fridges: 6, meals: 2}, restock: {initial: 500}}
properties: [not_saturated]
)",
                       "not_saturated");
  };
  const PropertyResult few = found(1);
  EXPECT_EQ(few.verdict, Verdict::fail);
  EXPECT_NE(few.reason.find("it takes more handlers"), std::string::npos) << few.reason;
  EXPECT_EQ(found(8).verdict, Verdict::pass) << found(8).reason;
}

TEST(NotSaturated, calls_nobody_full_who_takes_several_messages_at_once) {
  // Wrong: whoever waits for many answers at a time would be called full.
  Story story("not_saturated");
  story.say({.kind = ObservationKind::turn_begun, .process = payment});
  story.say({.kind = ObservationKind::turn_begun, .process = payment});
  for (int second = 1; second < 8; ++second) story_of_queue(story, std::chrono::seconds(second), second * 20);
  story.ended_quiet();
  EXPECT_EQ(story.reason().find("payment"), std::string::npos) << story.reason();
}

}  // namespace
}  // namespace crisper::properties
