// What each disk fault means, to a sync and to a crash.
#include <gtest/gtest.h>

#include <set>

#include "core/runtime/durably.hpp"
#include "sim/world/journal_disk.hpp"
#include "tests/sim/world/every_engine.hpp"
#include "tests/sim/world/stage.hpp"

namespace crisper::sim::test {
namespace {

Payload half(const Payload& record, std::uint64_t) { return number(-number_in(record)); }

/// What a crash at 100 ms leaves of what `write` wrote, under these faults.
struct Found {
  std::string records;
  std::uint64_t fired = 0;
  std::size_t said = 0;  ///< observations that were to be made once durable
};
Found after_crash(std::string_view engine, std::vector<FaultSpec> faults, std::function<Task<>(Context&)> write) {
  Stage stage(engine);
  Found found;
  int life = 0;
  stage.add("writer", {.start = [&](Context& ctx) -> Task<> {
              found.records = on(ctx.disk());
              if (++life == 1) co_await write(ctx);
            }});
  stage.faults = std::move(faults);
  stage.faults.push_back(
      {.kind = FaultKind::crash, .to = "writer", .at = SimTime(100ms), .restart_after = Duration(1ms)});
  stage.run();
  EXPECT_EQ(life, 2);
  found.fired = stage.count(ObservationKind::fault_fired) - 1;
  found.said = stage.count(ObservationKind::event_appended);
  return found;
}

Task<> write_four(Context& ctx) {
  for (int i = 1; i <= 4; ++i) ctx.disk().append(number(i));
  co_return;
}

TEST(LostUnsyncedWrites, keep_a_beginning_of_a_journal_and_lose_the_rest) {
  // Wrong: a crash would always lose everything, so that a half kept transaction is never met; or keep it out of order.
  on_every_engine([](std::string_view engine) {
    std::set<std::string> found;
    for (std::uint64_t seed = 1; seed <= 40; ++seed) {
      Stage stage(engine);
      stage.options.seed = seed;
      int life = 0;
      std::string records;
      stage.add("writer", {.start = [&](Context& ctx) -> Task<> {
                  records = on(ctx.disk());
                  if (++life == 1) co_await write_four(ctx);
                }});
      stage.faults = {{.kind = FaultKind::lost_unsynced_writes, .to = "writer"},
                      {.kind = FaultKind::crash, .to = "writer", .at = SimTime(5ms), .restart_after = Duration(1ms)}};
      stage.run();
      found.insert(records);
    }
    EXPECT_EQ(found, (std::set<std::string>{"", "1", "1 2", "1 2 3", "1 2 3 4"}));
  }, Runs::many);
}

TEST(LostUnsyncedWrites, that_a_crash_kept_say_what_they_made_true) {
  // Wrong: an event that survived by luck would be one that no judge ever saw appended.
  on_every_engine([](std::string_view engine) {
    bool kept = false;
    bool lost = false;
    for (std::uint64_t seed = 1; seed <= 40; ++seed) {
      Stage stage(engine);
      stage.options.seed = seed;
      std::string records;
      stage.add("writer", {.start = [&](Context& ctx) -> Task<> {
                  records = on(ctx.disk());
                  if (!records.empty()) co_return;
                  ctx.disk().append(number(1));
                  const std::vector<Observation> once_durable{{.kind = ObservationKind::event_appended, .a = 7}};
                  (void)co_await ctx.sync(once_durable);
                }});
      stage.faults = {{.kind = FaultKind::lost_unsynced_writes, .to = "writer"},
                      {.kind = FaultKind::crash, .to = "writer", .at = SimTime(5ms), .restart_after = Duration(1ms)}};
      stage.run();
      // Where it was lost, the second life wrote it again and synced.
      EXPECT_EQ(stage.count(ObservationKind::event_appended), 1u) << seed;
      const bool at_the_crash = stage.first(ObservationKind::event_appended).what.at == SimTime(5ms);
      kept |= at_the_crash;
      lost |= !at_the_crash;
    }
    EXPECT_TRUE(kept && lost);
  }, Runs::many);
}

TEST(IoError, leaves_open_what_the_disk_kept_until_a_later_sync_or_a_crash_decides) {
  // Wrong: a sync that failed would count as done, or what it covered as gone.
  on_every_engine([](std::string_view engine) {
    const auto write = [](Context& ctx) -> Task<> {
      ctx.disk().append(number(1));
      const std::vector<Observation> once_durable{{.kind = ObservationKind::event_appended, .a = 7}};
      const Result<void, DiskError> first = co_await ctx.sync(once_durable);
      EXPECT_EQ(first.error(), DiskError::io_error);
      co_await ctx.sleep(50ms);
      const Result<void, DiskError> second = co_await ctx.sync();
      EXPECT_TRUE(second.has_value());
    };
    const Found mended =
        after_crash(engine, {{.kind = FaultKind::io_error, .to = "writer", .lasting = Duration(30ms)}}, write);
    EXPECT_EQ(mended.records, "1");
    EXPECT_EQ(mended.said, 1u);
    EXPECT_EQ(mended.fired, 1u);
    const auto give_up = [](Context& ctx) -> Task<> {
      ctx.disk().append(number(1));
      const std::vector<Observation> once_durable{{.kind = ObservationKind::event_appended, .a = 7}};
      (void)co_await ctx.sync(once_durable);
      co_await ctx.sleep(1h);
    };
    const Found lost =
        after_crash(engine, {{.kind = FaultKind::io_error, .to = "writer", .lasting = Duration(30ms)}}, give_up);
    EXPECT_EQ(lost.records, "");
    EXPECT_EQ(lost.said, 0u);
  }, Runs::many);
}

TEST(FullDisk, takes_what_was_not_synced_and_says_so) {
  // Wrong: what was refused for want of room would come back after a crash.
  on_every_engine([](std::string_view engine) {
    const auto write = [](Context& ctx) -> Task<> {
      ctx.disk().append(number(1));
      const Result<void, DiskError> first = co_await ctx.sync();
      EXPECT_EQ(first.error(), DiskError::full);
      EXPECT_EQ(on(ctx.disk()), "");
      co_await ctx.sleep(50ms);
      std::vector<Payload> again{number(2)};
      co_await durably(ctx, std::move(again));
    };
    const Found found =
        after_crash(engine, {{.kind = FaultKind::full, .to = "writer", .lasting = Duration(30ms)}}, write);
    EXPECT_EQ(found.records, "2");
  });
}

TEST(SlowSync, takes_longer_and_is_no_less_durable) {
  // Wrong: a slow device would lose what it acknowledged, or not be slow.
  on_every_engine([](std::string_view engine) {
    Stage stage(engine);
    stage.add("writer", {.start = [&stage](Context& ctx) -> Task<> {
                ctx.disk().append(number(1));
                (void)co_await ctx.sync();
                stage.log("synced");
              }});
    stage.faults = {{.kind = FaultKind::slow_sync, .to = "writer", .amount_min = Duration(25ms),
                     .amount_max = Duration(25ms)}};
    stage.run();
    ASSERT_EQ(stage.lines.size(), 1u);
    EXPECT_EQ(stage.lines[0], "35ms synced");
  });
}

TEST(JournalDisk, keeps_blocks_each_for_itself_but_never_ahead_of_a_barrier) {
  // Wrong: SQLite's syncs would order nothing, and its journal could be younger than the pages that it saves.
  std::set<std::string> found;
  for (std::uint64_t draw = 0; draw < 400; ++draw) {
    JournalDisk disk;
    disk.write_block(number(1), half);
    disk.write_block(number(2), half);
    disk.append(number(9));
    disk.write_block(number(3), half);
    disk.crash(disk.foresee({.keeps = draw}));
    found.insert(on(disk));
  }
  EXPECT_EQ(found, (std::set<std::string>{"", "1", "2", "1 2", "1 2 9", "1 2 9 3"}));
}

TEST(JournalDisk, tears_the_first_block_that_a_crash_loses) {
  // Wrong: a write that the crash cut short would be there whole, or not at all.
  JournalDisk disk;
  disk.write_block(number(1), half);
  disk.write_block(number(2), half);
  disk.crash(disk.foresee({.tears = 5}));
  EXPECT_EQ(on(disk), "-1");
  JournalDisk journal;
  journal.append(number(1));
  journal.crash(journal.foresee({.tears = 5}));
  EXPECT_EQ(on(journal), "") << "a torn record is known by its checksum";
}

}  // namespace
}  // namespace crisper::sim::test
