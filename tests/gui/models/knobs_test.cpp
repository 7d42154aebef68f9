#include "gui/models/knobs.hpp"

#include <gtest/gtest.h>

#include <QAbstractItemModelTester>
#include <QCoreApplication>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <algorithm>
#include <fstream>
#include <sstream>

#include "gui/models/knobs_model.hpp"
#include "gui/models/workbench.hpp"
#include "sim/scenario/schema.hpp"
#include "tests/gui/models/example_run.hpp"
#include "tests/gui/models/settle.hpp"

namespace crisper::gui {
namespace {

std::string text_of(const std::filesystem::path& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

const std::vector<Knob>& example_knobs() {
  static const std::vector<Knob> knobs = knobs_of(text_of(example_folder() / "scenario.yaml"));
  return knobs;
}

const Knob* knob(const QString& path) {
  const auto found = std::ranges::find(example_knobs(), path, &Knob::path);
  return found == example_knobs().end() ? nullptr : &*found;
}

TEST(Knobs, are_those_that_the_format_describes) {
  // Wrong: a knob that comes to the format would not come to the window.
  for (const sim::GrammarRow& row : sim::rows_of(sim::scenario_grammar())) {
    const QString path = QString::fromStdString(row.path);
    if (!path.startsWith("design.") || path.contains("NAME") || path.contains(".N")) continue;
    if (row.value == "keys and values" || row.value.find("keys and values") != std::string::npos) continue;
    const Knob* found = knob(path);
    ASSERT_NE(found, nullptr) << row.path;
    EXPECT_EQ(found->meaning.toStdString(), row.doc) << row.path;
    EXPECT_EQ(found->choices.size() >= static_cast<qsizetype>(row.choices.size()), true) << row.path;
  }
}

TEST(Knobs, name_strategy_publication_consumers_and_rates_with_what_may_stand_there) {
  // Wrong: a person would have to know the words.
  const Knob* strategy = knob("design.ownership.strategy");
  ASSERT_NE(strategy, nullptr);
  EXPECT_EQ(strategy->value, "row_lock");
  EXPECT_TRUE(strategy->choices.contains("escrow"));
  EXPECT_EQ(strategy->choice_meanings.size(), strategy->choices.size());
  const Knob* inbox = knob("design.consumers.catalog.inbox.enabled");
  ASSERT_NE(inbox, nullptr);
  EXPECT_EQ(inbox->value, "off");
  EXPECT_EQ(inbox->choices, (QStringList{"on", "off"}));
  ASSERT_NE(knob("design.publication.method"), nullptr);
  EXPECT_TRUE(knob("design.publication.method")->choices.contains("dual_write"));
  ASSERT_NE(knob("workload.orders.rate"), nullptr);
  EXPECT_EQ(knob("workload.orders.rate")->value, "20/s");
  EXPECT_TRUE(knob("workload.orders.rate")->isChanged());
  ASSERT_NE(knob("faults.0.loss"), nullptr);
  EXPECT_EQ(knob("faults.0.loss")->value, "1%");
  ASSERT_NE(knob("faults"), nullptr);
  ASSERT_NE(knob("workload.orders.closed.think"), nullptr);
  EXPECT_EQ(knob("workload.orders.closed.think")->value, "");
}

TEST(Knobs, refuse_what_the_format_refuses_in_its_own_words) {
  // Wrong: a typing error would be run, or lost.
  const std::string scenario = text_of(example_folder() / "scenario.yaml");
  const auto wrong = with_knob(scenario, "design.ownership.strategy", "row_lok");
  ASSERT_FALSE(wrong);
  EXPECT_NE(wrong.error().find("row_lock"), std::string::npos) << wrong.error();
  EXPECT_FALSE(with_knob(scenario, "workload.orders.rate", "often"));
  EXPECT_TRUE(with_knob(scenario, "workload.orders.rate", "30/s"));
  EXPECT_TRUE(knobs_of("no scenario").empty());
  EXPECT_TRUE(knobs_of("{broken").empty());
}

TEST(KnobsModel, keeps_the_rules_of_qt_models_and_asks_for_a_run) {
  // Wrong: a view on it may crash, or show a value that no run has.
  Cursor cursor;
  KnobsModel model(cursor);
  const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
  EXPECT_EQ(model.rowCount(), 0);
  cursor.setRun(example_run());
  ASSERT_GT(model.rowCount(), 60);
  QSignalSpy wanted(&model, &KnobsModel::changeWanted);
  for (int row = 0; row < model.rowCount(); ++row) {
    if (model.knob(row).path != "design.consumers.catalog.inbox.enabled") continue;
    EXPECT_TRUE(model.setData(model.index(row, KnobsModel::Value), "on", Qt::EditRole));
    EXPECT_FALSE(model.setData(model.index(row, KnobsModel::Value), "off", Qt::EditRole));
    EXPECT_EQ(model.data(model.index(row, KnobsModel::Value), Qt::DisplayRole), "off");
  }
  ASSERT_EQ(wanted.count(), 1);
  EXPECT_EQ(wanted[0][1], "on");
  cursor.setRun(nullptr);
  EXPECT_EQ(model.rowCount(), 0);
}

TEST(Knobs, a_change_is_a_run_with_the_same_faults_that_can_be_undone_and_saved) {
  // Wrong: a design switch would be judged under other faults, or could not be taken back.
  Cursor cursor;
  Workbench bench(cursor);
  ASSERT_EQ(settle(bench, [&] { bench.open(QString::fromStdString(example_folder().string())); }), "");
  const auto faults = cursor.run()->folder.plan->plan;
  ASSERT_EQ(cursor.run()->folder.result->verdict, "fail");
  cursor.moveToTime(3'000'000'000);
  ASSERT_EQ(settle(bench, [&] { bench.applyKnob("design.consumers.catalog.inbox.enabled", "on"); }), "");
  EXPECT_EQ(cursor.run()->folder.result->verdict, "pass");
  EXPECT_EQ(cursor.run()->folder.plan->plan, faults);
  EXPECT_NEAR(static_cast<double>(cursor.timeNs()), 3e9, 1e8);
  EXPECT_EQ(bench.lastEdit(), "design.consumers.catalog.inbox.enabled: on");

  const QTemporaryDir folder;
  const QString saved = folder.filePath("scenario.yaml");
  ASSERT_EQ(bench.saveScenario(saved), "");
  EXPECT_NE(text_of(saved.toStdString()).find("inbox: {enabled: on"), std::string::npos);
  const QString kept = folder.filePath("case.yaml");
  ASSERT_EQ(bench.saveCase(kept), "");
  EXPECT_EQ(bench.repro(), "");
  const std::string digest = cursor.run()->folder.result->digest;
  ASSERT_EQ(settle(bench, [&] { bench.openSaved(kept, "again"); }), "");
  EXPECT_EQ(cursor.run()->folder.result->digest, digest);
  settle(bench, [&] { bench.undo(); });
  settle(bench, [&] { bench.undo(); });
  EXPECT_EQ(cursor.run()->folder.result->verdict, "fail");
  settle(bench, [&] { bench.redo(); });
  EXPECT_EQ(cursor.run()->folder.result->verdict, "pass");

  const QString wrong = settle(bench, [&] { bench.applyKnob("workload.orders.rate", "often"); });
  EXPECT_TRUE(wrong.contains("workload.orders.rate")) << wrong.toStdString();
  ASSERT_EQ(settle(bench, [&] { bench.applyKnob("faults", "[]"); }), "");
  EXPECT_TRUE(cursor.run()->folder.plan->plan.faults.empty());
}

}  // namespace
}  // namespace crisper::gui
