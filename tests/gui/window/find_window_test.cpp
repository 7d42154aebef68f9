// Finding an order of things from the window: by key, on and on, and round the end.
#include <QLineEdit>

#include "gui/find_bar.hpp"
#include "tests/gui/window/window_fixture.hpp"

namespace crisper::gui {
namespace {

class FindWindow : public WindowTest {
 protected:
  FindBar& bar() { return window.findBar(); }
  void found() {
    while (bar().search().isBusy()) QApplication::processEvents(QEventLoop::WaitForMoreEvents);
  }
};

TEST_F(FindWindow, goes_on_by_one_key_and_round_the_end) {
  // Wrong: what one looks for would be found once, or never again.
  openExampleRun();
  EXPECT_FALSE(bar().isVisible());
  press(Qt::Key_F, Qt::ControlModifier | Qt::ShiftModifier);
  ASSERT_TRUE(bar().isVisible());
  bar().line()->setText("append to X then applied to X by catalog");
  emit bar().line()->returnPressed();
  found();
  const RecordId first = window.cursor().at();
  ASSERT_GT(first, 0u) << bar().told().toStdString();
  EXPECT_TRUE(bar().told().startsWith("place 1: #")) << bar().told().toStdString();
  EXPECT_EQ(window.cursor().run()->trace().record(first).kind, ObservationKind::event_applied);
  window.setFocus();
  press(Qt::Key_F3);
  found();
  EXPECT_GT(window.cursor().at(), first);
  EXPECT_TRUE(bar().told().startsWith("place 2: #")) << bar().told().toStdString();
  press(Qt::Key_End);
  press(Qt::Key_F3);
  found();
  EXPECT_EQ(window.cursor().at(), first);
  EXPECT_TRUE(bar().told().endsWith("from the first again")) << bar().told().toStdString();
  shoot(&window, "window_find");
}

TEST_F(FindWindow, says_what_it_does_not_understand_and_stays_where_it_is) {
  // Wrong: a slip would look like "nothing found".
  openExampleRun();
  window.cursor().moveTo(77);
  bar().line()->setText("apend then crash");
  bar().next();
  found();
  EXPECT_TRUE(bar().told().startsWith("'apend': ")) << bar().told().toStdString();
  EXPECT_EQ(window.cursor().at(), 77u);
  bar().line()->setText("store.damaged");
  bar().next();
  found();
  EXPECT_EQ(bar().told(), "this holds nowhere in this run");
  EXPECT_EQ(window.cursor().at(), 77u);
}

}  // namespace
}  // namespace crisper::gui
