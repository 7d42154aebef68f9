// Lanes that are pinned and folded, in the diagram itself.
#include <QScrollBar>

#include "gui/panes/space_time_view.hpp"
#include "tests/gui/window/window_fixture.hpp"

namespace crisper::gui {
namespace {

class LanesWindow : public WindowTest {
 protected:
  SpaceTimeView& diagram() { return window.diagram(); }
  void choose(const char* process) {
    const TraceData& trace = window.cursor().run()->trace();
    for (ProcessNumber p = 1; p < trace.processes.size(); ++p) {
      if (trace.name_of(p) == process) window.cursor().selectProcess(p);
    }
    ASSERT_EQ(trace.name_of(window.cursor().process()), process);
  }
};

TEST_F(LanesWindow, stay_in_sight_while_they_are_pinned) {
  // Wrong: the two lanes of which a story tells would have the whole pipeline between them.
  openExampleRun();
  window.resize(1280, 720);
  settle();
  const int rows = diagram().rows().rows();
  choose("catalog");
  press(Qt::Key_L, Qt::ControlModifier);
  choose("event-store");
  press(Qt::Key_L, Qt::ControlModifier);
  EXPECT_EQ(diagram().rows().pinnedRows(), 2);
  EXPECT_EQ(diagram().rows().nameOf(0), "catalog");
  EXPECT_EQ(diagram().rows().nameOf(1), "event-store");
  EXPECT_EQ(diagram().rows().rows(), rows);
  diagram().verticalScrollBar()->setValue(diagram().verticalScrollBar()->maximum());
  shoot(&window, "window_lanes_pinned");
  choose("catalog");
  press(Qt::Key_L, Qt::ControlModifier);
  EXPECT_EQ(diagram().rows().pinnedRows(), 1);
}

TEST_F(LanesWindow, of_one_role_share_a_row_while_they_are_folded) {
  // Wrong: four handlers would take the room of what one wants to see.
  openExampleRun();
  const int rows = diagram().rows().rows();
  choose("handler-2");
  press(Qt::Key_L, Qt::ControlModifier | Qt::ShiftModifier);
  EXPECT_EQ(diagram().rows().rows(), rows - 3);
  shoot(&window, "window_lanes_folded");
  // What is done to the run leaves them so.
  window.bench().applyKnob("design.consumers.catalog.inbox", "on");
  settle();
  EXPECT_EQ(diagram().rows().rows(), rows - 3);
  press(Qt::Key_L, Qt::ControlModifier | Qt::ShiftModifier);
  EXPECT_EQ(diagram().rows().rows(), rows - 3) << "another run: nobody is chosen yet";
  choose("handler-1");
  press(Qt::Key_L, Qt::ControlModifier | Qt::ShiftModifier);
  EXPECT_EQ(diagram().rows().rows(), rows);
}

}  // namespace
}  // namespace crisper::gui
