#include <gtest/gtest.h>

#include "tests/properties/invariants/real_run.hpp"
#include "tests/properties/story.hpp"

namespace crisper::properties {
namespace {

using namespace testing;

/// Command 7 enters the queue twice, so far apart.
Story twice(DuplicateDetection promise, Duration apart) {
  Design design;
  design.command_queue.duplicates = promise;
  design.command_queue.duplicate_window = 10s;
  Story story("enters_once", design);
  const Observation entered{.kind = ObservationKind::command_enqueued,
                            .process = command_queue,
                            .message = MessageId{7},
                            .stream = fridge(3)};
  story.say(entered).at(apart).say(entered).ended_quiet();
  return story;
}

TEST(EntersOnce, fails_where_a_queue_has_forgotten_what_it_has_had) {
  // Wrong: a restart that costs the queue its memory would go unseen, since handlers know the repetition.
  EXPECT_EQ(twice(DuplicateDetection::by_sender, 30min).reason(),
            "the command 7 for fridge-3 entered command-queue at 0s, and again at 1800s");
  EXPECT_EQ(twice(DuplicateDetection::window, 5s).verdict(), Verdict::fail);
}

TEST(EntersOnce, passes_what_the_queue_never_promised_and_tells_it) {
  // Wrong: a queue would be blamed for what comes again after its window, or where it has none.
  EXPECT_EQ(twice(DuplicateDetection::window, 30s).verdict(), Verdict::pass);
  const Story story = twice(DuplicateDetection::none, 1s);
  EXPECT_EQ(story.verdict(), Verdict::pass);
  EXPECT_EQ(story.property().notes().front().count, 1u);
}

TEST(EntersOnce, passes_commands_that_enter_once_each) {
  // Wrong: two commands would be taken for one.
  Story story("enters_once");
  for (const std::uint64_t command : {7, 8}) story.command(ObservationKind::command_enqueued, command);
  story.ended_quiet();
  EXPECT_EQ(story.verdict(), Verdict::pass);
}

TEST(EntersOnce, passes_real_runs_in_which_queue_relay_and_store_crash) {
  // Wrong: what is handed over again after a crash, and known, would be counted.
  for (const char* duplicates : {"by_sender", "window"}) {
    const PropertyResult found = of_real_run(std::string(R"(
crisper: 1
name: crashes
design: {command_queue: {duplicates: )") + duplicates + R"(}}
workload: {orders: {count: 60, rate: 30/s, customers: 10, fridges: 3, meals: 1}}
faults:
  - {crash: command-queue, at: 800ms, restart_after: 50ms}
  - {crash: command-store, at: 1200ms, restart_after: 50ms}
  - {crash: command-relay, at: 1500ms, restart_after: 50ms}
  - {lost_unsynced_writes: "*"}
properties: [enters_once]
)",
                                             "enters_once");
    EXPECT_EQ(found.verdict, Verdict::pass) << found.reason;
  }
}

}  // namespace
}  // namespace crisper::properties
