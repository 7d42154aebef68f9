// The design from the window: what lint finds, where it is, and one click to mend it.
#include <QLineEdit>
#include <QPushButton>
#include <QTableView>

#include "gui/panes/design_pane.hpp"
#include "gui/panes/scenario_pane.hpp"
#include "tests/gui/window/window_fixture.hpp"

namespace crisper::gui {
namespace {

class DesignWindow : public WindowTest {
 protected:
  DesignPane& pane() { return *window.findChild<DesignPane*>(); }
};

TEST_F(DesignWindow, mends_by_one_click_what_lint_finds) {
  // Wrong: what can be known before a run would be something for the terminal.
  openExampleRun();
  press(Qt::Key_L);
  ASSERT_TRUE(pane().isVisible());
  ASSERT_GT(pane().model()->rowCount(), 0);
  EXPECT_EQ(pane().model()->row(0).tone, Tone::bad);
  emit pane().table()->clicked(pane().model()->index(0, 0));
  EXPECT_EQ(window.cursor().run()->trace().name_of(window.cursor().process()), "catalog");
  EXPECT_TRUE(pane().details().contains("What mends it: inbox: on")) << pane().details().toStdString();
  ASSERT_FALSE(pane().mendings().empty());
  EXPECT_EQ(pane().mendings()[0]->text(), "Try design.consumers.catalog.inbox: on");
  shoot(&window, "window_design");
  pane().mendings()[0]->click();
  settle();
  EXPECT_EQ(window.cursor().run()->folder.result->verdict, "pass");
  EXPECT_EQ(window.bench().lastEdit(), "design.consumers.catalog.inbox: on");
  for (int row = 0; row < pane().model()->rowCount(); ++row) EXPECT_NE(pane().model()->row(row).tone, Tone::bad);
  press(Qt::Key_Z, Qt::ControlModifier);
  settle();
  EXPECT_EQ(window.cursor().run()->folder.result->verdict, "fail");
  EXPECT_EQ(pane().model()->row(0).tone, Tone::bad);
}

TEST_F(DesignWindow, leads_to_the_knob_that_a_finding_is_about) {
  // Wrong: one would read a path and look for it in a form of two hundred lines.
  openExampleRun();
  press(Qt::Key_L);
  pane().table()->setCurrentIndex(pane().model()->index(0, 0));
  emit pane().table()->activated(pane().model()->index(0, 0));
  auto* knobs = window.findChild<ScenarioPane*>();
  EXPECT_TRUE(knobs->isVisible());
  EXPECT_EQ(knobs->filter()->text(), "design.consumers.catalog.inbox");
  EXPECT_GT(knobs->table()->model()->rowCount(), 0);
}

TEST_F(DesignWindow, says_of_a_trace_alone_that_there_is_no_design) {
  // Wrong: an empty list would look like praise.
  window.open(QString::fromStdString(small_trace_file().string()));
  settle();
  press(Qt::Key_L);
  EXPECT_EQ(pane().model()->rowCount(), 0);
  EXPECT_EQ(pane().details(), "no scenario.yaml lies beside this trace");
}

}  // namespace
}  // namespace crisper::gui
