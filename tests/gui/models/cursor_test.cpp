#include "gui/models/cursor.hpp"

#include <gtest/gtest.h>

#include <QSignalSpy>

#include "gui/models/causes.hpp"
#include "tests/gui/models/example_run.hpp"

namespace crisper::gui {
namespace {

TEST(Cursor, steps_through_the_run_and_stays_inside_it) {
  // Wrong: a key held down would leave the run, or skip what it says.
  Cursor cursor;
  cursor.setRun(example_run());
  cursor.step(-5);
  EXPECT_EQ(cursor.at(), 0u);
  cursor.step(3);
  EXPECT_EQ(cursor.at(), 3u);
  cursor.moveTo(UINT32_MAX);
  EXPECT_EQ(cursor.at(), example_run()->trace().last());
  EXPECT_EQ(cursor.state(), example_run()->machine->state_at(cursor.at()));
}

TEST(Cursor, on_a_lane_visits_what_one_process_said) {
  // Wrong: J and K would jump between processes.
  Cursor cursor;
  cursor.setRun(example_run());
  cursor.moveTo(100);
  const ProcessNumber process = cursor.process();
  for (int i = 0; i < 5; ++i) {
    const RecordId before = cursor.at();
    cursor.stepOnLane(1);
    EXPECT_GT(cursor.at(), before);
    EXPECT_EQ(example_run()->trace().record(cursor.at()).process, process);
  }
  cursor.stepOnLane(-1);
  EXPECT_EQ(example_run()->trace().record(cursor.at()).process, process);
}

TEST(Cursor, leads_from_a_wrong_row_back_to_the_copy_that_a_fault_made) {
  // Wrong: a person would see that the stock is below zero, and not why.
  Cursor cursor;
  cursor.setRun(example_run());
  ASSERT_TRUE(cursor.toMark(1, {Mark::Kind::departure}));
  const TraceData& data = example_run()->trace();
  ASSERT_NE(cursor.delivery(), nowhere);
  EXPECT_TRUE(data.deliveries[cursor.delivery()].duplicate);
  bool met_the_fault = false;
  for (int steps = 0; steps < 6 && cursor.toCause(); ++steps) {
    met_the_fault = met_the_fault || data.record(cursor.at()).kind == ObservationKind::fault_fired;
  }
  EXPECT_TRUE(met_the_fault);
}

TEST(Cursor, goes_from_cause_to_effect_and_back) {
  // Wrong: the chain of causes would have broken links.
  Cursor cursor;
  cursor.setRun(example_run());
  int checked = 0;
  for (RecordId id = 1; id < 4000; id += 7) {
    for (const RecordId effect : effects_of(example_run()->trace(), *example_run()->index, id)) {
      EXPECT_GT(effect, id);
      ++checked;
    }
    const RecordId cause = cause_of(example_run()->trace(), *example_run()->index, id);
    EXPECT_LT(cause, id);
  }
  EXPECT_GT(checked, 100);
}

TEST(Cursor, keeps_one_range_that_follows_it) {
  // Wrong: the diagram would show another time than the tables.
  Cursor cursor;
  cursor.setRun(example_run());
  QSignalSpy ranges(&cursor, &Cursor::rangeChanged);
  cursor.setRange(1'000'000'000, 1'100'000'000);
  EXPECT_EQ(ranges.count(), 1);
  cursor.moveToTime(3'000'000'000);
  EXPECT_LE(cursor.rangeBegin(), cursor.timeNs());
  EXPECT_GE(cursor.rangeEnd(), cursor.timeNs());
  EXPECT_EQ(cursor.rangeEnd() - cursor.rangeBegin(), 100'000'000);
  cursor.zoom(0.5, cursor.timeNs());
  EXPECT_NEAR(static_cast<double>(cursor.rangeEnd() - cursor.rangeBegin()), 5e7, 2);
  cursor.setRange(-5, INT64_MAX / 2);
  EXPECT_EQ(cursor.rangeBegin(), 0);
  EXPECT_EQ(cursor.rangeEnd(), example_run()->trace().end_ns());
}

TEST(Cursor, does_nothing_without_a_run) {
  // Wrong: a key pressed on the first page would crash the window.
  Cursor cursor;
  cursor.step(1);
  cursor.stepOnLane(1);
  cursor.moveToTime(5);
  cursor.setRange(0, 1);
  EXPECT_FALSE(cursor.toCause());
  EXPECT_FALSE(cursor.toEffect());
  EXPECT_FALSE(cursor.toMark(1, {Mark::Kind::violation}));
  EXPECT_EQ(cursor.at(), 0u);
}

}  // namespace
}  // namespace crisper::gui
