// Changes made in the window: by keys, by dragging a fault, by a form; and what can be taken away from it.
#include <QComboBox>
#include <QFile>
#include <QLineEdit>
#include <QMouseEvent>
#include <QStatusBar>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

#include "gui/panes/scenario_pane.hpp"
#include "gui/panes/space_time_view.hpp"
#include "gui/saving.hpp"
#include "gui/story_bar.hpp"
#include "tests/gui/window/window_fixture.hpp"

namespace crisper::gui {
namespace {

class EditsWindow : public WindowTest {
 protected:
  EditsWindow() { openExampleRun(); }
  FaultSpan crash() { return fault_spans(*window.cursor().run()).at(0); }
  void toCrash() {
    window.cursor().setRange(1'500'000'000, 4'000'000'000);
    window.cursor().moveToTime(2'400'000'000);
    window.cursor().selectProcess(crash().process);
  }
};

TEST_F(EditsWindow, move_lengthen_and_take_out_a_fault_by_keys) {
  // Wrong: only a mouse could change a fault.
  toCrash();
  press(Qt::Key_Right, Qt::AltModifier | Qt::ShiftModifier);
  settle();
  EXPECT_EQ(crash().begin, 2'100'000'000);
  press(Qt::Key_Right, Qt::AltModifier | Qt::ShiftModifier);
  settle();
  EXPECT_EQ(crash().begin, 2'200'000'000);
  for (int i = 0; i < 3; ++i) {
    // Out from under the cursor, and still in hand.
    press(Qt::Key_Right, Qt::AltModifier | Qt::ShiftModifier);
    settle();
  }
  EXPECT_EQ(crash().begin, 2'500'000'000);
  press(Qt::Key_Left, Qt::AltModifier | Qt::ShiftModifier);
  settle();
  EXPECT_EQ(crash().begin, 2'400'000'000);
  const std::int64_t end = crash().end;
  press(Qt::Key_Up, Qt::AltModifier | Qt::ShiftModifier);
  settle();
  EXPECT_EQ(crash().end, end + 100'000'000);
  press(Qt::Key_Down, Qt::AltModifier | Qt::ShiftModifier);
  settle();
  EXPECT_EQ(crash().end, end);
  press(Qt::Key_X, Qt::ShiftModifier);
  settle();
  EXPECT_TRUE(fault_spans(*window.cursor().run()).empty());
  press(Qt::Key_Z, Qt::ControlModifier);
  settle();
  EXPECT_EQ(crash().begin, 2'400'000'000);
}

TEST_F(EditsWindow, drag_a_fault_along_its_lane_and_by_its_end) {
  // Wrong: the timeline would show faults that can't be taken hold of.
  toCrash();
  auto* view = window.findChild<SpaceTimeView*>("diagram");
  QWidget* canvas = view->viewport();
  const QRectF box = view->boxOfFault(crash().fault);
  ASSERT_GT(box.width(), 30);
  const auto drag = [&](QPointF from, double by) {
    QTest::mousePress(canvas, Qt::LeftButton, {}, from.toPoint());
    for (const double share : {0.3, 0.7, 1.0}) {
      const QPoint to = (from + QPointF(by * share, 0)).toPoint();
      const QPointF screen = canvas->mapToGlobal(QPointF(to));
      QMouseEvent move(QEvent::MouseMove, QPointF(to), screen, Qt::NoButton, Qt::LeftButton, {});
      QApplication::sendEvent(canvas, &move);
    }
    shoot(view, "pane_space_time_drag");
    QTest::mouseRelease(canvas, Qt::LeftButton, {}, (from + QPointF(by, 0)).toPoint());
    settle();
  };
  const FaultSpan before = crash();
  drag(box.center(), 40);
  EXPECT_GT(crash().begin, before.begin + 10'000'000);
  EXPECT_EQ(crash().end - crash().begin, before.end - before.begin);
  const FaultSpan moved = crash();
  window.cursor().setRange(1'500'000'000, 4'000'000'000);
  const QRectF now = view->boxOfFault(moved.fault);
  drag(QPointF(now.right() - 1, now.center().y()), 40);
  EXPECT_EQ(crash().begin, moved.begin);
  EXPECT_GT(crash().end, moved.end + 10'000'000);
}

TEST_F(EditsWindow, a_form_changes_the_design_and_the_run_follows) {
  // Wrong: to try another design one would have to leave the window.
  press(Qt::Key_S);
  auto* pane = window.findChild<ScenarioPane*>();
  ASSERT_TRUE(pane && pane->isVisible());
  pane->filter()->setText("catalog inbox enabled");
  QAbstractItemModel* shown = pane->table()->model();
  ASSERT_EQ(shown->rowCount(), 1);
  shoot(pane, "pane_scenario_filtered");
  EXPECT_TRUE(shown->setData(shown->index(0, KnobsModel::Value), "on", Qt::EditRole));
  settle();
  EXPECT_TRUE(window.story().sentence().startsWith("PASS")) << window.story().sentence().toStdString();
  pane->filter()->setText("ownership strategy");
  pane->table()->setCurrentIndex(shown->index(0, KnobsModel::Value));
  pane->table()->edit(shown->index(0, KnobsModel::Value));
  auto* list = pane->table()->findChild<QComboBox*>();
  ASSERT_NE(list, nullptr);
  EXPECT_GE(list->count(), 10);
  EXPECT_EQ(list->currentText(), "row_lock");
  window.setFocus();
  press(Qt::Key_Z, Qt::ControlModifier);
  settle();
  EXPECT_TRUE(window.story().sentence().startsWith("FAIL")) << window.story().sentence().toStdString();
}

TEST_F(EditsWindow, a_change_that_makes_no_sense_is_said_in_the_bar) {
  // Wrong: a typing error would look like a dead form.
  window.bench().applyKnob("design.ownership.strategy", "row_lok");
  settle();
  EXPECT_TRUE(window.story().sentence().contains("row_lock")) << window.story().sentence().toStdString();
}

TEST_F(EditsWindow, what_is_refused_leaves_the_verdict_where_it_is) {
  // Wrong: a key pressed in vain would take away what one knows of the run on show.
  const QString verdict = window.story().sentence();
  ASSERT_TRUE(verdict.startsWith("FAIL"));
  window.bench().apply(drop_message(*window.cursor().run(), nowhere));
  EXPECT_TRUE(window.story().sentence().startsWith(verdict));
  EXPECT_TRUE(window.story().sentence().contains("no message is selected"));
  window.cursor().step(1);
  EXPECT_EQ(window.story().sentence(), verdict);
}

TEST_F(EditsWindow, what_can_t_be_saved_is_said_before_one_is_asked_where_to) {
  // Wrong: a person would choose a name for a file that is never written.
  window.open(QString::fromStdString(small_trace_file().string()));
  settle();
  ASSERT_NE(window.cursor().run(), nullptr);
  QTimer asked;  // a dialog would stop everything here
  int dialogs = 0;
  QObject::connect(&asked, &QTimer::timeout, [&] {
    if (QWidget* dialog = QApplication::activeModalWidget()) {
      ++dialogs;
      dialog->close();
    }
  });
  asked.start(0);
  for (const auto& [command, lacks] : {std::pair{"copy-repro", "result.json"}, std::pair{"save-case", "result.json"},
                                       std::pair{"save-plan", "plan.yaml"},
                                       std::pair{"save-scenario", "scenario.yaml"}}) {
    window.statusBar()->clearMessage();
    EXPECT_TRUE(window.trigger(command));
    EXPECT_EQ(dialogs, 0) << command;
    EXPECT_TRUE(window.statusBar()->currentMessage().contains(lacks)) << command;
  }
}

TEST_F(EditsWindow, the_diagram_leaves_as_lines_and_letters) {
  // Wrong: a figure for a paper would be a screenshot.
  const QTemporaryDir folder;
  toCrash();
  ASSERT_TRUE(window.saving().saveSvg(folder.filePath("diagram.svg")));
  QFile file(folder.filePath("diagram.svg"));
  ASSERT_TRUE(file.open(QIODevice::ReadOnly));
  const QByteArray text = file.readAll();
  EXPECT_TRUE(text.contains("<svg"));
  EXPECT_TRUE(text.contains("handler-2"));
  EXPECT_TRUE(text.contains("</svg>"));
  EXPECT_FALSE(text.contains("<image"));
  EXPECT_FALSE(window.saving().saveSvg(folder.filePath("no/such/folder.svg")));
}

}  // namespace
}  // namespace crisper::gui
