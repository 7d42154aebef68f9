// Two runs beside each other in one window.
#include <QStatusBar>
#include <QTableView>

#include "gui/beside.hpp"
#include "gui/panes/compare_pane.hpp"
#include "gui/panes/space_time_view.hpp"
#include "tests/gui/window/window_fixture.hpp"

namespace crisper::gui {
namespace {

class CompareWindow : public WindowTest {
 protected:
  ComparePane& pane() { return *window.findChild<ComparePane*>(); }
  SpaceTimeView& beside() { return *window.findChild<SpaceTimeView*>("diagram-beside"); }
  void settled() {
    settle();
    while (window.beside().bench().isBusy()) QApplication::processEvents(QEventLoop::WaitForMoreEvents);
    settle();
  }
};

TEST_F(CompareWindow, shows_what_a_change_did_beside_the_run_before_it) {
  // Wrong: after an edit one would have to keep the old run in one's head.
  openExampleRun();
  press(Qt::Key_D);
  EXPECT_FALSE(beside().isVisible());
  const auto& deliveries = window.cursor().run()->trace().deliveries;
  for (Index i = 0; i < deliveries.size(); ++i) {
    if (deliveries[i].duplicate) window.cursor().selectDelivery(i);
  }
  press(Qt::Key_X);
  settled();
  press(Qt::Key_D);
  settled();
  ASSERT_NE(pane().comparison(), nullptr);
  EXPECT_TRUE(beside().isVisible());
  EXPECT_GT(pane().commands()->rowCount(), 50);
  EXPECT_GT(pane().deltas()->rowCount(), 0);
  EXPECT_TRUE(pane().sentence().startsWith("Same until #")) << pane().sentence().toStdString();
  press(Qt::Key_Y);
  EXPECT_EQ(window.cursor().at(), pane().comparison()->first.a);
  EXPECT_EQ(window.beside().cursor().at(), pane().comparison()->first.b);
  shoot(&window, "window_compare");
  shoot(&pane(), "pane_compare_runs");
  emit pane().commandTable()->clicked(pane().commands()->index(10, 0));
  EXPECT_EQ(window.cursor().at(), pane().comparison()->commands[10].a.last());
  EXPECT_EQ(window.beside().cursor().at(), pane().comparison()->commands[10].b.last());
  press(Qt::Key_D, Qt::ShiftModifier);
  EXPECT_FALSE(beside().isVisible());
  EXPECT_EQ(pane().commands()->rowCount(), 0);
}

TEST_F(CompareWindow, sets_two_designs_beside_each_other) {
  // Wrong: only two runs of one design could be compared.
  openExampleRun();
  window.beside().compareWith(QString::fromStdString(small_failing_scenario().string()), "small");
  settled();
  ASSERT_NE(pane().comparison(), nullptr);
  EXPECT_NE(window.beside().cursor().run()->folder.result->scenario, window.cursor().run()->folder.result->scenario);
  EXPECT_NE(pane().comparison()->parted, Comparison::nowhere_);
  EXPECT_FALSE(window.grab().isNull());
}

TEST_F(CompareWindow, says_of_a_file_that_is_no_run_what_is_wrong) {
  // Wrong: nothing would happen, and nobody would know why.
  openExampleRun();
  window.beside().compareWith("no-such-trace.sqlite", "nothing");
  settled();
  EXPECT_EQ(pane().comparison(), nullptr);
  EXPECT_NE(window.cursor().run(), nullptr);
  const QString said = window.statusBar()->currentMessage();
  EXPECT_TRUE(said.contains("no-such-trace.sqlite does not exist")) << said.toStdString();
}

}  // namespace
}  // namespace crisper::gui
