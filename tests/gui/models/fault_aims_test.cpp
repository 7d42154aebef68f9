#include "gui/models/fault_aims.hpp"

#include <gtest/gtest.h>

#include <QCoreApplication>
#include <algorithm>

#include "gui/models/workbench.hpp"
#include "tests/gui/models/example_run.hpp"
#include "tests/gui/models/settle.hpp"

namespace crisper::gui {
namespace {

using sim::FaultKind;

FaultAim aimed(std::uint64_t nth, RecordId fired, const char* what, const char* told) {
  FaultAim made{.fault = {.kind = FaultKind::duplicate, .from = "log", .to = "view", .nth = nth}, .fired = fired};
  if (fired == 0) return made;
  made.what = what;
  made.told = told;
  made.struck = made.told.empty() ? made.what : made.what + " with " + made.told;
  return made;
}

TEST(FaultAims, tell_which_faults_strike_another_message_after_a_change) {
  // Wrong: a run would turn green since its duplicate struck a message that does no harm, and look mended.
  const std::vector<FaultAim> before = {aimed(5, 10, "LogBatch", "MealReserved{order=1}"),
                                        aimed(6, 20, "LogBatch", "b")};
  std::vector<FaultAim> now = before;
  now[0].fired = 11;                         // later: the same all the same
  now[1].fault.at = SimTime(Duration(77));   // for readers only
  EXPECT_TRUE(strayed_faults(before, now).empty());
  now[0] = aimed(5, 11, "LogBatch", "MealsLoaded{}");
  EXPECT_EQ(strayed_faults(before, now),
            std::vector<std::string>{"duplicate from log to view strikes LogBatch with MealsLoaded{} now, and not "
                                     "LogBatch with MealReserved{order=1}"});
  now[0] = aimed(5, 0, "", "");
  EXPECT_EQ(strayed_faults(before, now),
            std::vector<std::string>{"duplicate from log to view strikes nothing now (before: LogBatch with "
                                     "MealReserved{order=1})"});
}

TEST(FaultAims, say_nothing_of_what_nobody_can_know) {
  // Wrong: every message of which a trace says too little would look like another one.
  const std::vector<FaultAim> before = {aimed(5, 10, "LogBatch", "")};
  EXPECT_TRUE(strayed_faults(before, {aimed(5, 99, "LogBatch", "a")}).empty());
  EXPECT_EQ(strayed_faults(before, {aimed(5, 99, "PullLog", "")}).size(), 1u);
  EXPECT_TRUE(strayed_faults(before, {}).empty());  // the edit took it out
  EXPECT_TRUE(strayed_faults({aimed(5, 0, "", "")}, {aimed(5, 0, "", "")}).empty());  // it never struck
}

TEST(FaultAims, tell_of_a_new_fault_that_strikes_nothing) {
  // Wrong: one would think that a message had been lost, and that nothing came of it.
  const std::vector<FaultAim> before = {aimed(5, 10, "LogBatch", "a")};
  EXPECT_EQ(strayed_faults(before, {before[0], aimed(9, 0, "", "")}),
            std::vector<std::string>{"duplicate from log to view strikes nothing"});
  EXPECT_TRUE(strayed_faults(before, {before[0], aimed(9, 44, "LogBatch", "z")}).empty());
  // Drawn anew: another plan.
  const std::vector<FaultAim> others = {aimed(1, 10, "A", ""), aimed(2, 10, "A", ""), aimed(3, 10, "A", "")};
  EXPECT_TRUE(strayed_faults(others, {aimed(9, 0, "", "")}).empty());
}

TEST(FaultAims, of_a_run_are_what_its_trace_says_that_they_struck) {
  // Wrong: the sentence would be of another fault of the plan.
  const LoadedRun& run = *example_run();
  const std::vector<FaultAim> aims = fault_aims(run);
  ASSERT_EQ(aims.size(), run.folder.plan->plan.faults.size());
  std::size_t messages = 0;
  for (std::size_t i = 0; i < aims.size(); ++i) {
    EXPECT_EQ(aims[i].fault, run.folder.plan->plan.faults[i]);
    if (aims[i].fired == 0) continue;
    const Said& said = *run.trace().said_of(aims[i].fired);
    EXPECT_EQ(said.a, static_cast<std::int64_t>(i));
    EXPECT_EQ(said.b, static_cast<std::int64_t>(aims[i].fault.kind));
    messages += sim::is_message_fault(aims[i].fault.kind);
    EXPECT_FALSE(aims[i].struck.empty());
  }
  EXPECT_GT(messages, 0u);
  EXPECT_TRUE(strayed_faults(aims, aims).empty());
}

TEST(FaultAims, of_a_change_that_touches_no_other_fault_are_the_same) {
  // Wrong: each edit would be followed by a warning, and nobody would read it.
  Cursor cursor;
  Workbench bench(cursor);
  ASSERT_EQ(settle(bench, [&] { bench.open(QString::fromStdString(example_folder().string())); }), "");
  EXPECT_TRUE(bench.strayed().isEmpty());
  // A crash of nobody who has anything to do, when all is over but the last event.
  const LoadedRun& run = *cursor.run();
  const ProcessNumber last = run.trace().record(run.trace().last()).process;
  const SimTime end{Duration(run.trace().end_ns() - 1)};
  const WhatIfResult pause = pause_process(run, last == 0 ? 1 : last, end, Duration(1'000'000));
  ASSERT_EQ(settle(bench, [&] { bench.apply(pause); }), "");
  ASSERT_EQ(bench.edits(), 1);
  for (const QString& each : bench.strayed()) EXPECT_TRUE(each.startsWith("pause of ")) << each.toStdString();
}

}  // namespace
}  // namespace crisper::gui
