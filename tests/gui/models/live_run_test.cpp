#include "gui/models/live_run.hpp"

#include <gtest/gtest.h>

#include <QCoreApplication>
#include <QSignalSpy>
#include <tuple>

#include "gui/models/player.hpp"
#include "gui/models/verdict.hpp"
#include "gui/models/workbench.hpp"
#include "tests/gui/models/example_run.hpp"

namespace crisper::gui {
namespace {

constexpr RecordId ahead_of_the_start = 50'000;
constexpr RecordId between_two_questions = 512;

/// A bench that shows runs from their first moment on, and a player that follows them.
class Live : public testing::Test {
 protected:
  Live() {
    bench.showLiveAfter(0);
    QObject::connect(&bench.live(), &LiveRun::began, &player, &Player::follow);
    QObject::connect(&player, &Player::metBreakpoint, &cursor, &Cursor::moveTo);
    QObject::connect(&bench, &Workbench::failed, [this](const QString& what) { trouble = what; });
    QObject::connect(&bench, &Workbench::working, [this](const QString& what) { said = what; });
  }

  void begin() {
    bench.run(CRISPER_EXAMPLES_DIR "/lunch_rush.yaml", {"engine=fast", "workload.orders.for=10s"}, "a rush");
  }
  void stopAt(const char* breakpoint) { player.setBreakpoints({*Breakpoint::parse(breakpoint)}); }
  void waitFor(QSignalSpy& signal) {
    while (signal.isEmpty() && bench.isBusy()) QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
  }
  void settle() {
    while (bench.isBusy()) QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
  }

  Cursor cursor;
  Workbench bench{cursor};
  Player player{cursor};
  QString trouble;
  QString said;
};

TEST_F(Live, run_stops_at_a_breakpoint_is_held_there_and_goes_on) {
  // Wrong: one could look at a run on its way, and not stop it where it becomes interesting.
  stopAt("queue > 0");
  QSignalSpy met(&player, &Player::metBreakpoint);
  begin();
  waitFor(met);
  ASSERT_EQ(met.count(), 1) << trouble.toStdString();
  ASSERT_NE(cursor.run(), nullptr);
  EXPECT_TRUE(cursor.run()->is_edition);
  EXPECT_EQ(cursor.run()->folder.result, std::nullopt);
  EXPECT_TRUE(said.contains("no verdict")) << said.toStdString();
  const RecordId stopped = cursor.at();
  EXPECT_LT(stopped, ahead_of_the_start / 2);
  // It looks again and again.
  for (int i = 0; i < 30; ++i) QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
  EXPECT_TRUE(bench.isBusy());
  EXPECT_EQ(cursor.at(), stopped);
  EXPECT_LE(cursor.run()->trace().last(), 2 * ahead_of_the_start + between_two_questions);

  player.setBreakpoints({});
  player.follow();
  settle();
  EXPECT_EQ(trouble, "");
  ASSERT_NE(cursor.run(), nullptr);
  EXPECT_FALSE(cursor.run()->is_edition);
  EXPECT_GT(cursor.run()->trace().last(), 2 * ahead_of_the_start + between_two_questions);
}

TEST_F(Live, run_is_in_the_end_the_one_at_which_nobody_looked) {
  // Wrong: looking on, stopping and going on would make another run of it.
  stopAt("queue > 0");
  QSignalSpy met(&player, &Player::metBreakpoint);
  begin();
  waitFor(met);
  ASSERT_EQ(met.count(), 1) << trouble.toStdString();
  const std::shared_ptr<const LoadedRun> edition = cursor.sharedRun();
  player.setBreakpoints({});
  player.follow();
  settle();
  ASSERT_NE(cursor.run(), nullptr);
  const MadeRun alone = make_run("a rush alone", "lunch_rush.yaml", {{"workload.orders.for", "10s"}});
  EXPECT_EQ(cursor.run()->folder.result->digest, alone.run->folder.result->digest);
  const TraceData& watched = cursor.run()->trace();
  ASSERT_EQ(watched.last(), alone.run->trace().last());
  ASSERT_EQ(watched.deliveries.size(), alone.run->trace().deliveries.size());
  const auto as_text = [](const TraceData& data, RecordId id) {
    const Record& record = data.record(id);
    return std::tuple(record.at, data.name_of(record.process), record.kind);
  };
  for (RecordId id = 1; id <= watched.last(); ++id) {
    ASSERT_EQ(as_text(watched, id), as_text(alone.run->trace(), id)) << id;
  }
  for (RecordId id = 1; id <= edition->trace().last(); ++id) {
    ASSERT_EQ(as_text(watched, id), as_text(edition->trace(), id)) << id;
  }
  // States and all that panes make of them.
  EXPECT_EQ(cursor.run()->machine->state_at(watched.last()), alone.run->machine->state_at(watched.last()));
  EXPECT_EQ(cursor.run()->index->marks.size(), alone.run->index->marks.size());
}

TEST_F(Live, run_that_is_cancelled_is_told_as_unfinished) {
  // Wrong: half a run would be taken for a whole one, or be gone although one was looking at it.
  stopAt("queue > 0");
  QSignalSpy met(&player, &Player::metBreakpoint);
  begin();
  waitFor(met);
  ASSERT_EQ(met.count(), 1) << trouble.toStdString();
  bench.cancel();
  EXPECT_FALSE(bench.isBusy());
  ASSERT_NE(cursor.run(), nullptr);
  EXPECT_EQ(verdict_of(*cursor.run()).head, "NOT FINISHED");
  EXPECT_FALSE(bench.canUndo());
}

TEST_F(Live, run_in_slow_motion_passes_as_simulated_time_and_meets_breakpoints) {
  // Wrong: one could follow only as fast as it goes.
  stopAt("queue > 0");
  QSignalSpy met(&player, &Player::metBreakpoint);
  begin();
  waitFor(met);
  ASSERT_EQ(met.count(), 1) << trouble.toStdString();
  cursor.moveTo(0);
  player.changeSpeed(16);
  player.toggle();
  EXPECT_TRUE(player.isPlaying());
  while (met.count() < 2 && player.isPlaying()) QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
  EXPECT_EQ(met.count(), 2);
  EXPECT_EQ(met[0][0], met[1][0]);
  EXPECT_TRUE(bench.isBusy());
}

TEST_F(Live, following_ends_where_somebody_looks_elsewhere) {
  // Wrong: one could not look at anything before the end while a run goes on.
  QSignalSpy began(&bench.live(), &LiveRun::began);
  begin();
  waitFor(began);
  ASSERT_EQ(began.count(), 1) << trouble.toStdString();
  EXPECT_TRUE(player.isFollowing());
  while (cursor.at() == 0) QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
  cursor.moveTo(10);
  EXPECT_FALSE(player.isFollowing());
  EXPECT_EQ(cursor.at(), 10u);
}

}  // namespace
}  // namespace crisper::gui
