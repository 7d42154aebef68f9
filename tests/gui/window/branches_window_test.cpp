// All that was tried of a run, as a tree: what each change came to, and the way back to any of them.
#include <QTreeWidget>

#include "gui/panes/branches_pane.hpp"
#include "tests/gui/window/window_fixture.hpp"

namespace crisper::gui {
namespace {

class BranchesWindow : public WindowTest {
 protected:
  BranchesPane& pane() { return *window.findChild<BranchesPane*>(); }
  QString text(int place, int column) { return pane().row(place)->text(column); }
  void change(const QString& path, const QString& value) {
    window.bench().applyKnob(path, value);
    settle();
  }
};

TEST_F(BranchesWindow, keeps_what_was_tried_first_beside_what_is_tried_next) {
  // Wrong: of two ways to mend a run only the last one could be looked at.
  openExampleRun();
  press(Qt::Key_V);
  ASSERT_TRUE(pane().isVisible());
  const QString digest = text(0, 3);
  EXPECT_EQ(text(0, 1), "FAIL");
  EXPECT_EQ(digest, QString::fromStdString(window.cursor().run()->folder.result->digest));
  change("design.consumers.catalog.inbox", "on");
  EXPECT_EQ(text(1, 0), "design.consumers.catalog.inbox: on");
  EXPECT_EQ(text(1, 1), "PASS");
  EXPECT_TRUE(text(1, 2).startsWith("mended ")) << text(1, 2).toStdString();
  press(Qt::Key_Z, Qt::ControlModifier);
  settle();
  EXPECT_EQ(window.bench().place(), 0);
  change("workload.orders.customers", "7");
  ASSERT_EQ(window.bench().branches().count(), 3);
  EXPECT_EQ(pane().row(1)->parent(), pane().row(0));
  EXPECT_EQ(pane().row(2)->parent(), pane().row(0));
  EXPECT_TRUE(pane().row(2)->font(0).bold());
  shoot(&window, "window_branches");

  // Back to the first of them, from there a branch of its own.
  emit pane().tree()->itemActivated(pane().row(1), 0);
  settle();
  EXPECT_EQ(window.bench().place(), 1);
  EXPECT_EQ(window.cursor().run()->folder.result->verdict, "pass");
  EXPECT_EQ(window.bench().lastEdit(), "design.consumers.catalog.inbox: on");
  change("workload.orders.customers", "7");
  EXPECT_EQ(pane().row(3)->parent(), pane().row(1));
  EXPECT_EQ(window.bench().edits(), 2);

  // Undo goes to where it came from, and redo back along the same way.
  press(Qt::Key_Z, Qt::ControlModifier);
  settle();
  press(Qt::Key_Z, Qt::ControlModifier);
  settle();
  EXPECT_EQ(window.bench().place(), 0);
  EXPECT_EQ(QString::fromStdString(window.cursor().run()->folder.result->digest), digest);
  press(Qt::Key_Y, Qt::ControlModifier);
  settle();
  EXPECT_EQ(window.bench().place(), 1);
  press(Qt::Key_Y, Qt::ControlModifier);
  settle();
  EXPECT_EQ(window.bench().place(), 3);
}

TEST_F(BranchesWindow, begins_anew_with_another_run) {
  // Wrong: a tree of runs that have nothing to do with each other.
  openExampleRun();
  change("design.consumers.catalog.inbox", "on");
  window.open(QString::fromStdString(small_trace_file().string()));
  settle();
  EXPECT_EQ(window.bench().branches().count(), 1);
  EXPECT_EQ(window.bench().place(), 0);
  press(Qt::Key_V);
  EXPECT_EQ(text(0, 3), "") << "a trace alone has no digest";
  EXPECT_FALSE(window.bench().canUndo());
  EXPECT_FALSE(window.bench().canRedo());
}

TEST_F(BranchesWindow, keeps_them_when_a_change_is_refused) {
  // Wrong: a word that there isn't would cost the way back.
  openExampleRun();
  change("design.consumers.catalog.inbox", "on");
  change("design.ownership.strategy", "row_lok");
  EXPECT_EQ(window.bench().branches().count(), 2);
  EXPECT_EQ(window.bench().place(), 1);
  EXPECT_TRUE(window.bench().canUndo());
}

}  // namespace
}  // namespace crisper::gui
