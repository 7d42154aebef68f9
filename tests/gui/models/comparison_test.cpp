#include "gui/models/comparison.hpp"

#include <gtest/gtest.h>

#include <QCoreApplication>
#include <algorithm>

#include "gui/models/comparison_rows.hpp"
#include "gui/models/cursor_link.hpp"
#include "gui/models/workbench.hpp"
#include "tests/gui/models/example_run.hpp"

namespace crisper::gui {
namespace {

/// The example without its second copy: the same seed, one fault less.
const std::shared_ptr<const LoadedRun>& mended_run() {
  static const std::shared_ptr<const LoadedRun> run = [] {
    Cursor cursor;
    Workbench bench(cursor);
    const auto settle = [&] {
      while (bench.isBusy()) QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    };
    bench.open(QString::fromStdString(example_folder().string()));
    settle();
    const auto& deliveries = cursor.run()->trace().deliveries;
    const auto copy = std::ranges::find_if(deliveries, &Delivery::duplicate);
    bench.apply(drop_message(*cursor.run(), static_cast<Index>(copy - deliveries.begin())));
    settle();
    return cursor.sharedRun();
  }();
  return run;
}

TEST(Comparison, of_a_run_with_itself_finds_nothing) {
  // Wrong: one would hunt for a difference that isn't there.
  const Comparison same = compare_runs(*example_run(), *example_run());
  EXPECT_FALSE(same.first.exists());
  EXPECT_EQ(same.parted, Comparison::nowhere_);
  EXPECT_GT(same.commands.size(), 50u);
  EXPECT_GT(same.deltas.size(), 10u);
  EXPECT_TRUE(delta_rows(same).empty());
}

TEST(Comparison, finds_the_first_observation_that_differs) {
  // Wrong: the marked place would be after the cause, or before it.
  const LoadedRun& a = *example_run();
  const LoadedRun& b = *mended_run();
  const Comparison made = compare_runs(a, b);
  ASSERT_TRUE(made.first.exists());
  ASSERT_EQ(made.first.a, made.first.b);
  for (RecordId id = 1; id < made.first.a; ++id) {
    ASSERT_EQ(a.trace().record(id).kind, b.trace().record(id).kind) << id;
    ASSERT_EQ(a.trace().record(id).at, b.trace().record(id).at) << id;
  }
  // What parts them is the fault that made the copy.
  EXPECT_EQ(a.trace().record(made.first.a).kind, ObservationKind::fault_fired);
  const auto broken = std::ranges::find(made.properties, "projection_matches_log", &ComparedProperty::name);
  ASSERT_NE(broken, made.properties.end());
  EXPECT_EQ(broken->a, "fail");
  EXPECT_EQ(broken->b, "pass");
  const auto rows = delta_rows(made);
  ASSERT_FALSE(rows.empty());
  EXPECT_EQ(rows.front().tone, Tone::good);
}

TEST(Comparison, aligns_commands_by_who_sent_them) {
  // Wrong: an order would be set beside somebody else's order.
  const Comparison made = compare_runs(*example_run(), *mended_run());
  for (const ComparedCommand& each : made.commands) {
    ASSERT_NE(each.a.submitted, 0u) << each.client << each.nth;
    ASSERT_NE(each.b.submitted, 0u) << each.client << each.nth;
    const auto& a = example_run()->trace();
    const auto& b = mended_run()->trace();
    EXPECT_EQ(a.said_of(each.a.submitted)->message, b.said_of(each.b.submitted)->message);
    EXPECT_FALSE(each.text.empty());
  }
  const auto rows = command_rows(made, *example_run(), *mended_run());
  ASSERT_EQ(rows.size(), made.commands.size());
  for (const TableRow& row : rows) EXPECT_LE(row.cells.size(), command_columns().size());
}

TEST(CursorLink, keeps_two_runs_at_the_same_place) {
  // Wrong: side by side would show two instants that have nothing to do with each other.
  Cursor a;
  Cursor b;
  CursorLink link(a, b);
  a.setRun(example_run());
  b.setRun(mended_run());
  a.moveToTime(2'000'000'000);
  EXPECT_NEAR(static_cast<double>(b.timeNs()), static_cast<double>(a.timeNs()), 1e7);
  b.moveToTime(1'000'000'000);
  EXPECT_NEAR(static_cast<double>(a.timeNs()), 1e9, 1e7);
  a.setRange(1'000'000'000, 1'500'000'000);
  EXPECT_EQ(b.rangeBegin(), a.rangeBegin());
  const Comparison made = compare_runs(*example_run(), *mended_run());
  const auto moved = std::ranges::find_if(made.commands, [&](const ComparedCommand& each) {
    return each.a.ended != 0 && each.b.ended != 0 &&
           example_run()->trace().at(each.a.ended) != mended_run()->trace().at(each.b.ended);
  });
  const ComparedCommand& command = moved == made.commands.end() ? made.commands[30] : *moved;
  link.align(command.a.last(), command.b.last());
  EXPECT_EQ(a.at(), command.a.last());
  EXPECT_EQ(b.at(), command.b.last());
  EXPECT_EQ(link.offset(), b.timeNs() - a.timeNs());
  EXPECT_EQ(b.rangeBegin() - a.rangeBegin(), link.offset());
  a.setRun(nullptr);
  b.moveTo(5);
  link.align(1, 1);
}

}  // namespace
}  // namespace crisper::gui
