// Hunting from the window: what breaks is found, opened and explained without leaving it.
#include <QLineEdit>
#include <QTableView>

#include "gui/panes/hunt_pane.hpp"
#include "gui/panes/table_pane.hpp"
#include "tests/gui/window/window_fixture.hpp"

namespace crisper::gui {
namespace {

class HuntWindow : public WindowTest {
 protected:
  HuntWindow() {
    window.open(QString::fromStdString(small_failing_scenario().string()));
    settle();
  }
  HuntPane& pane() { return *window.findChild<HuntPane*>(); }
  void hunted() {
    while (pane().isBusy()) QApplication::processEvents(QEventLoop::WaitForMoreEvents);
    settle();
  }
};

TEST_F(HuntWindow, explains_a_failure_by_one_key) {
  // Wrong: a person would have to find the cause among thousands of messages.
  press(Qt::Key_W);
  hunted();
  ASSERT_NE(window.cursor().run(), nullptr);
  ASSERT_FALSE(window.cursor().run()->folder.explanation.empty()) << pane().line().toStdString();
  auto* told = window.findChild<TablePane*>("explanation");
  ASSERT_TRUE(told && told->isVisible());
  const int rows = static_cast<int>(window.cursor().run()->folder.explanation.size());
  // Below the story stands what of it could be otherwise.
  ASSERT_EQ(told->model()->rowCount(), rows + static_cast<int>(window.cursor().run()->folder.leeway.size()));
  emit told->table()->clicked(told->model()->index(rows - 1, 1));
  EXPECT_EQ(window.cursor().at(), window.cursor().run()->folder.explanation.back().record);
  shoot(&window, "window_explained");
  shoot(told, "pane_explanation");
  press(Qt::Key_Z, Qt::ControlModifier);
  settle();
  EXPECT_TRUE(window.cursor().run()->folder.explanation.empty());
}

TEST_F(HuntWindow, explores_shows_how_far_it_is_and_explains_what_it_found) {
  // Wrong: a hunt would be something for the terminal, or end with a heap of messages.
  pane().lasting()->setText("1s");
  press(Qt::Key_H, Qt::ControlModifier);
  EXPECT_TRUE(pane().isBusy());
  hunted();
  EXPECT_TRUE(pane().line().startsWith("FAIL: ")) << pane().line().toStdString();
  ASSERT_GT(pane().model()->rowCount(), 0);
  shoot(&pane(), "pane_hunt_found");
  emit pane().table()->activated(pane().model()->index(0, 0));
  settle();
  EXPECT_TRUE(window.bench().canUndo());
  EXPECT_FALSE(window.cursor().run()->folder.explanation.empty());
  EXPECT_TRUE(window.findChild<TablePane*>("explanation")->isVisible());
  EXPECT_TRUE(window.bench().lastEdit().startsWith("shrunk: ")) << window.bench().lastEdit().toStdString();
}

TEST_F(HuntWindow, can_be_stopped_by_the_key_that_stops_everything) {
  // Wrong: a long hunt would hold the window.
  pane().lasting()->setText("10min");
  press(Qt::Key_H, Qt::ControlModifier);
  ASSERT_TRUE(pane().isBusy());
  press(Qt::Key_F8);
  EXPECT_TRUE(pane().line().startsWith("stopping")) << pane().line().toStdString();
  press(Qt::Key_F8);
  EXPECT_FALSE(pane().isBusy());
  EXPECT_EQ(pane().line(), "stopped");
  EXPECT_EQ(pane().model()->rowCount(), 0);
}

TEST_F(HuntWindow, says_of_a_run_that_passes_that_there_is_nothing_to_explain) {
  // Wrong: the key would seem dead.
  window.openExample(0, true);
  settle();
  press(Qt::Key_W);
  hunted();
  EXPECT_TRUE(pane().line().contains("fail")) << pane().line().toStdString();
  EXPECT_TRUE(window.cursor().run()->folder.explanation.empty());
}

}  // namespace
}  // namespace crisper::gui
