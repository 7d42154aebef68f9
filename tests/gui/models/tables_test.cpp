#include <gtest/gtest.h>

#include <QAbstractItemModelTester>
#include <QCoreApplication>
#include <map>
#include <utility>

#include "gui/models/event_log_model.hpp"
#include "properties/domain/row_change.hpp"
#include "gui/models/snapshot_model.hpp"
#include "gui/models/table_registry.hpp"
#include "tests/gui/models/example_run.hpp"

namespace crisper::gui {
namespace {

using Tester = QAbstractItemModelTester;

QString cell_of(const SnapshotModel& model, int row, const char* column) {
  return model.data(model.index(row, static_cast<int>(model.spec().columns.indexOf(column))), Qt::DisplayRole)
      .toString();
}

/// The row whose first cell is this; -1 where there is none.
int row_of(const SnapshotModel& model, const QString& first) {
  for (int row = 0; row < model.rowCount(); ++row) {
    if (model.row(row).cells.value(0) == first) return row;
  }
  return -1;
}

TEST(Tables, keep_the_rules_of_qt_models_wherever_the_cursor_goes) {
  // Wrong: a view on such a model may crash.
  Cursor cursor;
  std::vector<std::unique_ptr<SnapshotModel>> models;
  std::vector<std::unique_ptr<Tester>> testers;
  for (const TableSpec* spec : all_tables()) {
    models.push_back(std::make_unique<SnapshotModel>(*spec, cursor));
    testers.push_back(std::make_unique<Tester>(models.back().get(), Tester::FailureReportingMode::Fatal));
  }
  cursor.setRun(example_run());
  const RecordId last = example_run()->trace().last();
  for (const RecordId at : {RecordId{0}, RecordId{1}, last / 3, last / 4, last - 1, last, RecordId{7}}) {
    cursor.moveTo(at);
    for (const auto& model : models) {
      for (int row = 0; row < model->rowCount(); ++row) {
        EXPECT_LE(model->row(row).cells.size(), model->columnCount()) << model->spec().name;
        EXPECT_LE(model->row(row).jump, last) << model->spec().name;
      }
    }
  }
  cursor.setRun(nullptr);
  for (const auto& model : models) EXPECT_EQ(model->rowCount(), 0) << model->spec().name;
}

TEST(Tables, of_rows_that_come_and_go_keep_the_rules_too) {
  // Wrong: what a hunt found, or two runs side by side, could crash their views.
  RowsModel model({"What broke", "Runs"});
  const Tester tester(&model, Tester::FailureReportingMode::Fatal);
  model.show({{.cells = {"single_writer", "3"}}, {.cells = {"crash"}, .tone = Tone::bad}});
  EXPECT_EQ(model.rowCount(), 2);
  EXPECT_EQ(model.data(model.index(0, 1), Qt::DisplayRole), "3");
  EXPECT_EQ(model.data(model.index(1, 1), Qt::DisplayRole).toString(), "");
  model.show({{.cells = {"other", "1"}}});
  EXPECT_EQ(model.data(model.index(0, 0), Qt::DisplayRole), "other");
  model.show({});
  EXPECT_EQ(model.rowCount(), 0);
}

TEST(Tables, each_show_something_at_some_instant) {
  // Wrong: a pane would stay empty for ever.
  Cursor cursor;
  cursor.setRun(example_run());
  const RecordId last = example_run()->trace().last();
  for (const TableSpec* spec : all_tables()) {
    SnapshotModel model(*spec, cursor);
    int most = 0;
    for (RecordId at = 0; at <= last; at += 97) {
      cursor.moveTo(at);
      most = std::max(most, model.rowCount());
    }
    const bool needs_more = QString(spec->name) == "explanation";  // a run that was shrunk: hunt_test.cpp
    EXPECT_TRUE(most > 0 || needs_more) << spec->name;
  }
}

TEST(Tables, show_the_row_that_left_its_fold_first_and_in_red) {
  // Wrong: the one wrong number would be hidden among the right ones.
  Cursor cursor;
  cursor.setRun(example_run());
  SnapshotModel views(tables::views(), cursor);
  ASSERT_TRUE(cursor.toMark(1, {Mark::Kind::departure}));
  ASSERT_GT(views.rowCount(), 0);
  EXPECT_EQ(views.row(0).tone, Tone::bad);
  EXPECT_NE(cell_of(views, 0, "Shows"), cell_of(views, 0, "Its events\nsay"));
  EXPECT_TRUE(cell_of(views, 0, "Mark").startsWith("wrong by "));
  cursor.step(-1);
  for (int row = 0; row < views.rowCount(); ++row) EXPECT_NE(views.row(row).tone, Tone::bad);
  SnapshotModel consumers(tables::projections(), cursor);
  cursor.moveTo(example_run()->trace().last());
  EXPECT_GT(cell_of(consumers, row_of(consumers, "catalog"), "Repeated").toInt(), 0);
}

TEST(Tables, put_numbers_at_the_right_and_words_at_the_left) {
  // Wrong: 9 would look larger than 10.
  RowsModel model({"Who", "How many", "How long", "Mixed"});
  model.show({{.cells = {"a1", "9", "50us", "3"}}, {.cells = {"b2", "-10", "1.5 s", "x"}}});
  const auto side = [&](int column) {
    const auto header = model.headerData(column, Qt::Horizontal, Qt::TextAlignmentRole).toInt();
    EXPECT_EQ(header, model.data(model.index(0, column), Qt::TextAlignmentRole).toInt());
    return header & Qt::AlignHorizontal_Mask;
  };
  EXPECT_EQ(side(0), Qt::AlignLeft);
  EXPECT_EQ(side(1), Qt::AlignRight);
  EXPECT_EQ(side(2), Qt::AlignRight);
  EXPECT_EQ(side(3), Qt::AlignLeft);
}

TEST(Tables, tell_what_an_event_did_to_its_aggregate) {
  // Wrong: one would have to add up all events of a stream to know what it holds.
  Cursor cursor;
  cursor.setRun(example_run());
  SnapshotModel streams(tables::streams(), cursor);
  const LoadedRun& run = *example_run();
  std::map<std::pair<std::int64_t, std::int64_t>, std::int64_t> stock;
  int changes = 0;
  for (RecordId id = 1; id <= run.trace().last() && changes < 60; ++id) {
    if (run.trace().record(id).kind != ObservationKind::event_appended) continue;
    const Said& said = *run.trace().said_of(id);
    const TraceData& trace = run.trace();
    const auto change = properties::row_change(trace.type_of_payload(said.payload), trace.text_of(said.payload));
    if (!change) continue;
    ++changes;
    std::int64_t& held = stock[{said.stream, change->item}];
    cursor.moveTo(id);
    EXPECT_EQ(cell_of(streams, 0, "Before"), QString("meal %1: %2").arg(change->item).arg(held)) << id;
    held += change->delta;
    EXPECT_EQ(cell_of(streams, 0, "After"), QString("meal %1: %2").arg(change->item).arg(held)) << id;
  }
  EXPECT_GT(changes, 20);
}

TEST(Tables, tell_what_an_event_did_to_an_entity_of_a_written_business) {
  // Wrong: of a business that a scenario describes, one would see its events, and never what they come to.
  const MadeRun made = make_run("conference-entities", "conference.yaml", {{"engine", "fast"}});
  const LoadedRun& run = *made.run;
  const TraceData& data = run.trace();
  RecordId first = 1;
  while (data.record(first).kind != ObservationKind::event_appended) ++first;
  ASSERT_TRUE(data.text_of(data.said_of(first)->payload).starts_with("Announced{40 seats at conference-"));
  const auto rows = tables::streams().rows(run, run.machine->state_at(first));
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_TRUE(rows[0].cells[3].contains("free 40")) << rows[0].cells[3].toStdString();
  EXPECT_TRUE(rows[0].cells[2].contains("free 0")) << rows[0].cells[2].toStdString();
  EXPECT_TRUE(rows[0].explanation.startsWith("now: ")) << rows[0].explanation.toStdString();
}

TEST(Tables, tell_of_a_property_that_it_holds_until_it_is_broken) {
  // Wrong: the list would spoil the end, or hide it.
  Cursor cursor;
  cursor.setRun(example_run());
  SnapshotModel properties(tables::properties(), cursor);
  const int row = row_of(properties, "projection_matches_log");
  ASSERT_GE(row, 0);
  EXPECT_EQ(cell_of(properties, row, "Now"), "breaks later");
  cursor.moveTo(properties.row(row).jump);
  EXPECT_EQ(cell_of(properties, row_of(properties, "projection_matches_log"), "Now"), "broken");
  EXPECT_EQ(cell_of(properties, row_of(properties, "single_writer"), "Now"), "holds");
}

TEST(Tables, that_nobody_sees_catch_up_when_they_are_seen) {
  // Wrong: a pane would show an old instant, or hidden ones would cost time.
  Cursor cursor;
  cursor.setRun(example_run());
  SnapshotModel processes(tables::processes(), cursor);
  processes.setActive(false);
  cursor.moveTo(example_run()->trace().last());
  EXPECT_EQ(processes.row(0).cells.value(2), "not started");
  processes.setActive(true);
  EXPECT_EQ(processes.row(0).cells.value(2), "idle");
}

void wait(const EventLogModel& model) {
  while (model.isFiltering()) QCoreApplication::processEvents();
}

TEST(EventLog, shows_what_a_filter_asks_for_and_nothing_else) {
  // Wrong: what one looks for would not be found.
  Cursor cursor;
  EventLogModel model(cursor);
  const Tester tester(&model, Tester::FailureReportingMode::Fatal);
  cursor.setRun(example_run());
  wait(model);
  const int all = model.rowCount();
  EXPECT_GT(all, 1000);
  model.setFilter(EventFilter::parse("on:catalog is:event.applied", false));
  wait(model);
  EXPECT_GT(model.rowCount(), 0);
  EXPECT_LT(model.rowCount(), all);
  for (int row = 0; row < model.rowCount(); ++row) {
    EXPECT_EQ(model.data(model.index(row, EventLogModel::Process), Qt::DisplayRole), "catalog");
    EXPECT_EQ(model.data(model.index(row, EventLogModel::What), Qt::DisplayRole), "event.applied");
  }
  const int applied = model.rowCount();
  model.setFilter(EventFilter::parse("on:catalog is:event.applied \"fridge 1\"", false));
  model.setFilter(EventFilter::parse("on:catalog is:event.applied MealReserved", false));
  wait(model);
  EXPECT_GT(model.rowCount(), 0);
  EXPECT_LT(model.rowCount(), applied);
  model.setFilter(EventFilter::parse("", true));
  wait(model);
  EXPECT_EQ(model.rowCount(), static_cast<int>(example_run()->trace().last()));
}

TEST(EventLog, finds_the_row_of_a_record) {
  // Wrong: the log would not follow the cursor.
  Cursor cursor;
  EventLogModel model(cursor);
  cursor.setRun(example_run());
  wait(model);
  for (int row : {0, 10, model.rowCount() - 1}) EXPECT_EQ(model.rowAt(model.record(row)), row);
  EXPECT_EQ(model.rowAt(0), -1);
  EXPECT_TRUE(model.toCsv().startsWith("number,time_ns,process,what,about,details\n1,0,"));
}

}  // namespace
}  // namespace crisper::gui
