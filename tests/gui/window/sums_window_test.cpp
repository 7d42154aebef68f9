// What happened in a stretch of time: marked by mouse and by keys, summed up by process.
#include <QMouseEvent>
#include <QThread>

#include "gui/panes/space_time_view.hpp"
#include "gui/panes/sums_pane.hpp"
#include "tests/gui/window/window_fixture.hpp"

namespace crisper::gui {
namespace {

class SumsWindow : public WindowTest {
 protected:
  SumsPane& pane() { return *window.findChild<SumsPane*>(); }
  void wait() {
    for (int i = 0; i < 20; ++i) {
      QApplication::processEvents();
      QThread::msleep(10);
    }
  }
  void mouse(QEvent::Type type, QPointF where, Qt::MouseButton button, Qt::MouseButtons buttons) {
    QWidget* canvas = window.diagram().viewport();
    QMouseEvent event(type, where, canvas->mapToGlobal(where), button, buttons, Qt::ShiftModifier);
    QApplication::sendEvent(canvas, &event);
  }
};

TEST_F(SumsWindow, tell_of_what_is_in_view_until_something_is_marked) {
  // Wrong: to know how much was lost in a crash one would have to count crosses.
  openExampleRun();
  press(Qt::Key_R);
  wait();
  ASSERT_TRUE(pane().isVisible());
  ASSERT_GT(pane().model()->rowCount(), 5);
  EXPECT_EQ(pane().model()->row(0).cells[0], "all");
  EXPECT_TRUE(pane().sentence().startsWith("In view")) << pane().sentence().toStdString();
  const int all = pane().model()->row(0).cells[1].toInt();

  const double wide = window.diagram().viewport()->width();
  mouse(QEvent::MouseButtonPress, {wide * 0.5, 60}, Qt::LeftButton, Qt::LeftButton);
  mouse(QEvent::MouseMove, {wide * 0.6, 60}, Qt::NoButton, Qt::LeftButton);
  mouse(QEvent::MouseMove, {wide * 0.7, 60}, Qt::NoButton, Qt::LeftButton);
  mouse(QEvent::MouseButtonRelease, {wide * 0.7, 60}, Qt::LeftButton, Qt::NoButton);
  wait();
  ASSERT_TRUE(window.cursor().marked());
  EXPECT_LT(window.cursor().marked()->begin, window.cursor().marked()->end);
  EXPECT_EQ(window.cursor().rangeBegin(), 0) << "marking moves nothing";
  EXPECT_TRUE(pane().sentence().startsWith("Marked, ")) << pane().sentence().toStdString();
  const int some = pane().model()->row(0).cells[1].toInt();
  EXPECT_GT(some, 0);
  EXPECT_LT(some, all);
  shoot(&window, "window_sums");

  press(Qt::Key_R, Qt::ShiftModifier);
  wait();
  EXPECT_FALSE(window.cursor().marked());
  EXPECT_EQ(pane().model()->row(0).cells[1].toInt(), all);
}

TEST_F(SumsWindow, follow_a_stretch_that_is_marked_by_keys) {
  // Wrong: without a mouse there would be no sums.
  openExampleRun();
  const qint64 end = window.cursor().run()->trace().end_ns();
  window.cursor().moveToTime(end / 4);
  press(Qt::Key_BracketLeft);
  ASSERT_TRUE(window.cursor().marked());
  EXPECT_EQ(window.cursor().marked()->begin, window.cursor().timeNs());
  EXPECT_EQ(window.cursor().marked()->end, end);
  window.cursor().moveToTime(end / 2);
  press(Qt::Key_BracketRight);
  EXPECT_EQ(window.cursor().marked()->end, window.cursor().timeNs());
  const Stretch marked = *window.cursor().marked();
  const RangeSums sums = sums_in(*window.cursor().run(), marked);
  const RangeSums before = sums_in(*window.cursor().run(), {0, marked.begin - 1});
  const RangeSums after = sums_in(*window.cursor().run(), {marked.end + 1, end});
  const RangeSums all = sums_in(*window.cursor().run(), {0, end});
  EXPECT_EQ(before.all.sent + sums.all.sent + after.all.sent, all.all.sent);
  EXPECT_EQ(before.submitted + sums.submitted + after.submitted, all.submitted);
  EXPECT_EQ(all.submitted, all.answered + all.given_up) << "each is answered in the end, none twice";
}

}  // namespace
}  // namespace crisper::gui
