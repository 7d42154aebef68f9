// What a disk keeps over a crash.
#include <gtest/gtest.h>

#include "sim/world/journal_disk.hpp"
#include "tests/sim/world/every_engine.hpp"
#include "tests/sim/world/stage.hpp"

namespace crisper::sim::test {
namespace {

/// The first life runs `write`; every life says at its start what it finds.
std::string kept(std::string_view engine, Duration crash_at, std::function<Task<>(Context&)> write) {
  Stage stage(engine);
  std::string found;
  int life = 0;
  stage.add("writer", {.start = [&](Context& ctx) -> Task<> {
              found = on(ctx.disk());
              if (++life == 1) co_await write(ctx);
            }});
  stage.faults = {{.kind = FaultKind::crash, .to = "writer", .at = SimTime(crash_at), .restart_after = Duration(1ms)}};
  stage.run();
  EXPECT_EQ(life, 2);
  return found;
}

Task<> append_and_sync(Context& ctx) {
  ctx.disk().append(number(1));
  EXPECT_TRUE((co_await ctx.sync()).has_value());
  ctx.disk().append(number(2));
  co_await ctx.sleep(10ms);
  (void)co_await ctx.sync();
}

TEST(DiskMeaning, keeps_exactly_what_a_sync_that_returned_has_covered) {
  // Wrong: an acknowledged commit could be lost, or an unacknowledged one be certain.
  on_every_engine([](std::string_view engine) {
    EXPECT_EQ(kept(engine, 5ms, append_and_sync), "") << "during the first sync";
    EXPECT_EQ(kept(engine, 15ms, append_and_sync), "1") << "after it, the second record unsynced";
    EXPECT_EQ(kept(engine, 25ms, append_and_sync), "1") << "during the second sync";
    EXPECT_EQ(kept(engine, 35ms, append_and_sync), "1 2") << "after it";
  }, Runs::many);
}

Task<> rewrite_and_sync(Context& ctx) {
  for (int i = 1; i <= 3; ++i) ctx.disk().append(number(i));
  (void)co_await ctx.sync();  // until 10 ms
  ctx.disk().append(number(4));
  ctx.disk().rewrite({number(10), number(11)});
  ctx.disk().append(number(12));
  (void)co_await ctx.sync();  // until 20 ms
  ctx.disk().append(number(13));
}

TEST(DiskMeaning, a_rewrite_is_whole_or_never_happened) {
  // Wrong: a crash during compaction would leave half of each.
  on_every_engine([](std::string_view engine) {
    EXPECT_EQ(kept(engine, 15ms, rewrite_and_sync), "1 2 3");
    EXPECT_EQ(kept(engine, 25ms, rewrite_and_sync), "10 11 12");
  }, Runs::many);
}

TEST(DiskMeaning, the_observation_of_a_crash_counts_the_records_lost) {
  // Wrong: a lost write would leave no trace.
  on_every_engine([](std::string_view engine) {
    Stage stage(engine);
    stage.add("writer", {.start = [](Context& ctx) -> Task<> {
                ctx.disk().append(number(1));
                ctx.disk().append(number(2));
                co_return;
              }});
    stage.faults = {{.kind = FaultKind::crash, .to = "writer", .at = SimTime(5ms)}};
    stage.run();
    EXPECT_EQ(stage.first(ObservationKind::process_crashed).what.b, 2);
  });
}

TEST(DiskMeaning, what_a_sync_makes_true_is_observed_when_it_is_true_though_nobody_lives_to_say_it) {
  // Wrong: a process that crashes between its sync and its next step leaves durable events that no judge ever saw.
  on_every_engine([](std::string_view engine) {
    for (const bool in_time : {true, false}) {
      Stage stage(engine);
      stage.add("writer", {.start = [](Context& ctx) -> Task<> {
                  if (!ctx.disk().records().empty()) co_return;
                  ctx.disk().append(number(1));
                  const std::vector<Observation> once_durable{{.kind = ObservationKind::event_appended, .a = 7}};
                  (void)co_await ctx.sync(once_durable);  // until 10 ms
                  ADD_FAILURE() << "it was paused, and then it crashed";
                }});
      stage.faults = {{.kind = FaultKind::pause, .to = "writer", .at = SimTime(5ms), .lasting = Duration(100ms)},
                      {.kind = FaultKind::crash, .to = "writer", .at = SimTime(in_time ? 15ms : 8ms)}};
      stage.run();
      EXPECT_EQ(stage.count(ObservationKind::event_appended), in_time ? 1u : 0u);
      if (!in_time) continue;
      EXPECT_EQ(stage.first(ObservationKind::event_appended).what.a, 7);
      EXPECT_EQ(stage.first(ObservationKind::event_appended).what.at, SimTime(10ms));
      EXPECT_EQ(stage.first(ObservationKind::process_crashed).what.b, 0) << "records lost";
    }
  }, Runs::many);
}

TEST(JournalDisk, a_sync_keeps_its_promise_though_a_rewrite_began_meanwhile) {
  // Wrong: the sync returns, the rewrite is lost in the crash, and the synced record with it.
  JournalDisk disk;
  disk.append(number(1));
  const JournalDisk::Mark before = disk.mark();
  disk.rewrite({number(2)});
  disk.make_durable(before);
  EXPECT_EQ(disk.crash(), 1u);
  EXPECT_EQ(on(disk), "1");
}

TEST(JournalDisk, of_several_rewrites_the_last_one_synced_is_kept) {
  // Wrong: the journal after a crash would be older than a sync that returned.
  JournalDisk disk;
  disk.rewrite({number(1)});
  const JournalDisk::Mark first = disk.mark();
  disk.rewrite({number(2), number(3)});
  const JournalDisk::Mark second = disk.mark();
  disk.rewrite({number(4)});
  disk.make_durable(second);
  disk.make_durable(first);  // returns later, though it began earlier: changes nothing
  disk.crash();
  EXPECT_EQ(on(disk), "2 3");
}

}  // namespace
}  // namespace crisper::sim::test
