#include "gui/models/what_if.hpp"

#include <gtest/gtest.h>

#include <QCoreApplication>
#include <QSignalSpy>
#include <QTemporaryDir>

#include "gui/models/workbench.hpp"
#include "tests/gui/models/example_run.hpp"
#include "tests/gui/models/settle.hpp"

namespace crisper::gui {
namespace {

using namespace crisper::literals;

QString example_path() { return QString::fromStdString(example_folder().string()); }

Index the_copy(const LoadedRun& run) {
  for (Index i = 0; i < run.trace().deliveries.size(); ++i) {
    if (run.trace().deliveries[i].duplicate) return i;
  }
  return nowhere;
}

/// A message that crosses the network with no fault on it, sent after this time.
Index a_message(const LoadedRun& run, const char* from, const char* to, std::int64_t after) {
  for (Index i = 0; i < run.trace().deliveries.size(); ++i) {
    const Delivery& d = run.trace().deliveries[i];
    if (run.trace().sent_at(d) >= after && d.arrived != 0 && run.trace().name_of(d.from) == from &&
        run.trace().name_of(d.to) == to && run.index->strikes_on(i).empty()) {
      return i;
    }
  }
  return nowhere;
}

TEST(WhatIf, without_the_copy_the_run_turns_green_at_the_same_instant) {
  // Wrong: the window would not keep its first promise.
  Cursor cursor;
  Workbench bench(cursor);
  ASSERT_EQ(settle(bench, [&] { bench.open(example_path()); }), "");
  ASSERT_EQ(cursor.run()->folder.result->verdict, "fail");
  cursor.moveToTime(3'000'000'000);
  ASSERT_EQ(settle(bench, [&] { bench.apply(drop_message(*cursor.run(), the_copy(*cursor.run()))); }), "");
  EXPECT_EQ(cursor.run()->folder.result->verdict, "pass");
  EXPECT_NEAR(static_cast<double>(cursor.timeNs()), 3e9, 1e8);
  EXPECT_TRUE(bench.canUndo());
  EXPECT_TRUE(bench.lastEdit().startsWith("drop the second LogBatch from event-log to catalog"));
  ASSERT_EQ(settle(bench, [&] { bench.undo(); }), "");
  EXPECT_EQ(cursor.run()->folder.result->verdict, "fail");
  ASSERT_EQ(settle(bench, [&] { bench.redo(); }), "");
  EXPECT_EQ(cursor.run()->folder.result->verdict, "pass");
}

TEST(WhatIf, is_what_crisper_run_makes_of_the_saved_plan) {
  // Wrong: what one sees in the window could not be shown to anybody else.
  Cursor cursor;
  Workbench bench(cursor);
  settle(bench, [&] { bench.open(example_path()); });
  const Index message = a_message(*cursor.run(), "handler-1", "event-store", 1'000'000'000);
  ASSERT_NE(message, nowhere);
  ASSERT_EQ(settle(bench, [&] { bench.apply(drop_message(*cursor.run(), message)); }), "");
  const QTemporaryDir folder;
  const QString plan = folder.filePath("plan.yaml");
  ASSERT_EQ(bench.savePlan(plan), "");

  ChildRun child;
  QSignalSpy finished(&child, &ChildRun::finished);
  child.start({.scenario = example_path() + "/scenario.yaml", .plan = plan, .engine = "fast", .seed = "13",
               .out = folder.filePath("again")});
  while (child.isBusy()) QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
  ASSERT_EQ(finished.count(), 1);
  const RunFolder again = read_run_folder(folder.filePath("again/trace.sqlite").toStdString());
  EXPECT_EQ(again.result->digest, cursor.run()->folder.result->digest);
  EXPECT_NE(again.result->digest, example_run()->folder.result->digest);
}

TEST(WhatIf, a_dropped_message_is_that_message_and_all_before_it_is_as_it_was) {
  // Wrong: the edit would strike another message of the link, or change the past.
  const LoadedRun& before = *example_run();
  for (const auto& [from, to] : {std::pair{"handler-1", "event-store"}, {"event-log", "catalog"},
                                 {"command-queue", "handler-3"}}) {
    Cursor cursor;
    Workbench bench(cursor);
    settle(bench, [&] { bench.open(example_path()); });
    const Index message = a_message(before, from, to, 2'500'000'000);
    ASSERT_NE(message, nowhere);
    const RecordId sent = before.trace().deliveries[message].sent;
    ASSERT_EQ(settle(bench, [&] { bench.apply(drop_message(*cursor.run(), message)); }), "");
    const LoadedRun& after = *cursor.run();
    for (RecordId id = 1; id <= sent; ++id) {
      ASSERT_EQ(before.trace().record(id).at, after.trace().record(id).at) << id;
      ASSERT_EQ(before.trace().record(id).kind, after.trace().record(id).kind) << id;
    }
    EXPECT_EQ(after.trace().record(sent + 1).kind, ObservationKind::fault_fired) << from << " to " << to;
    EXPECT_EQ(after.trace().record(sent + 2).kind, ObservationKind::message_dropped) << from << " to " << to;
  }
}

TEST(WhatIf, can_strike_processes_too) {
  // Wrong: half of what goes wrong in practice could not be tried out.
  const LoadedRun& run = *example_run();
  ProcessNumber catalog = 0;
  for (ProcessNumber p = 1; p < run.trace().processes.size(); ++p) {
    if (run.trace().name_of(p) == "catalog") catalog = p;
  }
  Cursor cursor;
  Workbench bench(cursor);
  settle(bench, [&] { bench.open(example_path()); });
  const auto life_at = [&](std::int64_t ns) {
    return cursor.run()->machine->state_at(cursor.run()->trace().record_at(ns)).processes[catalog].life;
  };
  settle(bench, [&] { bench.apply(crash_process(*cursor.run(), catalog, SimTime(2s), 500ms)); });
  EXPECT_EQ(life_at(2'100'000'000), ProcessState::Life::crashed);
  EXPECT_EQ(life_at(2'600'000'000), ProcessState::Life::up);
  settle(bench, [&] { bench.apply(pause_process(*cursor.run(), catalog, SimTime(3s), 500ms)); });
  EXPECT_EQ(life_at(2'100'000'000), ProcessState::Life::crashed);
  EXPECT_EQ(life_at(3'100'000'000), ProcessState::Life::paused);
  EXPECT_EQ(bench.edits(), 2);
}

TEST(WhatIf, says_why_an_edit_makes_no_sense) {
  // Wrong: a key would do nothing, and nobody would know why.
  const LoadedRun& run = *example_run();
  EXPECT_FALSE(drop_message(run, nowhere));
  EXPECT_FALSE(crash_process(run, 0, SimTime(1s), 1s));
  EXPECT_FALSE(delay_message(run, the_copy(run), 5ms));
  Index lost = nowhere;
  for (Index i = 0; i < run.trace().deliveries.size(); ++i) {
    if (run.trace().deliveries[i].fate == sim::DeliveryFate::loss) lost = i;
  }
  ASSERT_NE(lost, nowhere);
  EXPECT_FALSE(drop_message(run, lost));
  const auto small = *load_run(small_trace_file(), {});
  EXPECT_FALSE(drop_message(*small, 0));  // no plan lies beside it
}

TEST(ChildRun, tells_in_the_commands_own_words_what_was_wrong) {
  // Wrong: a typing error in a scenario would look like a broken window.
  Cursor cursor;
  Workbench bench(cursor);
  const QTemporaryDir folder;
  QFile file(folder.filePath("bad.yaml"));
  ASSERT_TRUE(file.open(QIODevice::WriteOnly));
  file.write("crisper: 1\nname: bad\nwrokload: {}\n");
  file.close();
  EXPECT_TRUE(settle(bench, [&] { bench.open(folder.filePath("bad.yaml")); }).contains("workload"));
}

}  // namespace
}  // namespace crisper::gui
