#include "gui/models/history.hpp"

#include <gtest/gtest.h>

#include "tests/gui/models/example_run.hpp"

namespace crisper::gui {
namespace {

TEST(History, goes_back_over_jumps_and_forward_again) {
  // Wrong: whoever followed a cause too far could not find the way back.
  Cursor cursor;
  History history(cursor);
  cursor.setRun(example_run());
  EXPECT_FALSE(history.hasBack());
  cursor.moveTo(100);
  cursor.moveTo(300);
  cursor.moveTo(200);
  EXPECT_TRUE(history.back());
  EXPECT_EQ(cursor.at(), 300u);
  EXPECT_TRUE(history.back());
  EXPECT_EQ(cursor.at(), 100u);
  EXPECT_TRUE(history.forward());
  EXPECT_EQ(cursor.at(), 300u);
  EXPECT_TRUE(history.back());
  EXPECT_TRUE(history.back());
  EXPECT_EQ(cursor.at(), 0u);
  EXPECT_FALSE(history.back());
  EXPECT_TRUE(history.hasForward());
}

TEST(History, a_new_jump_forgets_what_lay_ahead) {
  // Wrong: forward would lead to where nobody came from.
  Cursor cursor;
  History history(cursor);
  cursor.setRun(example_run());
  cursor.moveTo(100);
  cursor.moveTo(300);
  EXPECT_TRUE(history.back());
  cursor.moveTo(200);
  EXPECT_FALSE(history.hasForward());
  EXPECT_FALSE(history.forward());
  EXPECT_EQ(cursor.at(), 200u);
  EXPECT_TRUE(history.back());
  EXPECT_EQ(cursor.at(), 100u);
}

TEST(History, steps_leave_no_place_and_are_gone_back_over_at_once) {
  // Wrong: after a key held down, back would be as many presses.
  Cursor cursor;
  History history(cursor);
  cursor.setRun(example_run());
  cursor.step(5);
  cursor.step(-1);
  cursor.walkTo(9);
  EXPECT_FALSE(history.hasBack());
  cursor.moveTo(100);
  for (int i = 0; i < 7; ++i) cursor.step(1);
  EXPECT_TRUE(history.back());
  EXPECT_EQ(cursor.at(), 9u);
  EXPECT_TRUE(history.forward());
  EXPECT_EQ(cursor.at(), 107u);
}

TEST(History, a_place_that_one_stepped_to_oneself_is_passed_over) {
  // Wrong: back would do nothing, and seem broken.
  Cursor cursor;
  History history(cursor);
  cursor.setRun(example_run());
  cursor.moveTo(100);
  cursor.moveTo(103);
  cursor.step(-3);
  EXPECT_TRUE(history.back());
  EXPECT_EQ(cursor.at(), 0u);
}

TEST(History, shows_again_what_was_in_view) {
  // Wrong: one would be back, and too near or too far to know the place.
  Cursor cursor;
  History history(cursor);
  cursor.setRun(example_run());
  const qint64 begin = cursor.rangeBegin();
  const qint64 end = cursor.rangeEnd();
  cursor.moveTo(1000);
  cursor.setRange(cursor.timeNs() - 1'000'000, cursor.timeNs() + 1'000'000);
  EXPECT_TRUE(history.back());
  EXPECT_EQ(cursor.rangeBegin(), begin);
  EXPECT_EQ(cursor.rangeEnd(), end);
}

TEST(History, keeps_so_many_places_and_no_more) {
  // Wrong: a day in the window would fill its memory.
  Cursor cursor;
  History history(cursor);
  cursor.setRun(example_run());
  for (RecordId record = 1; record <= History::places_max + 50; ++record) cursor.moveTo(record);
  std::size_t times = 0;
  while (history.back()) ++times;
  EXPECT_EQ(times, History::places_max);
  EXPECT_EQ(cursor.at(), 50u);
}

TEST(History, of_another_run_goes_to_the_same_instant) {
  // Wrong: the number of a record means another one there.
  Cursor cursor;
  History history(cursor);
  EXPECT_FALSE(history.back());  // without a run
  cursor.setRun(example_run());
  cursor.moveTo(500);
  const qint64 then = cursor.timeNs();
  cursor.moveTo(2000);
  cursor.setRun(example_run());
  EXPECT_TRUE(history.back());
  EXPECT_EQ(cursor.timeNs(), then);
  history.forget();
  EXPECT_FALSE(history.hasBack() || history.hasForward());
}

}  // namespace
}  // namespace crisper::gui
