// Who waits for whom, drawn: it follows the one cursor and leads it.
#include <QDialog>
#include <QDockWidget>
#include <QImage>
#include <QTest>
#include <algorithm>
#include <vector>

#include "gui/models/table_registry.hpp"
#include "gui/panes/locks_pane.hpp"
#include "gui/panes/wait_for_view.hpp"
#include "gui/theme/signs.hpp"
#include "tests/gui/window/window_fixture.hpp"

namespace crisper::gui {
namespace {

class LocksWindow : public WindowTest {
 protected:
  LocksWindow() {
    window.open(QString::fromStdString(deadlocked_folder().string()));
    settle();
    window.showPane("locks");
    settle();
  }
  WaitForView& view() { return *window.findChild<WaitForView*>(); }
  QDockWidget& dock() { return *window.findChild<QDockWidget*>("dock-locks"); }
  void toDeadlock() {
    window.player().setBreakpoints({*Breakpoint::parse("deadlock")});
    press(Qt::Key_F5);
    while (window.cursor().at() == 0) QApplication::processEvents(QEventLoop::WaitForMoreEvents);
  }
  /// How many pixels of the picture have exactly this colour.
  int pixels(QColor colour) {
    const QImage image = view().grab().toImage();
    int count = 0;
    for (int y = 0; y < image.height(); ++y) {
      for (int x = 0; x < image.width(); ++x) count += image.pixelColor(x, y) == colour;
    }
    return count;
  }
};

TEST_F(LocksWindow, draws_a_deadlock_thick_and_tells_it) {
  // Wrong: who waits for whom would have to be worked out from a table.
  EXPECT_TRUE(view().map().nodes.empty());
  EXPECT_EQ(pixels(theme().bad), 0);
  toDeadlock();
  const WaitForMap& map = view().map();
  ASSERT_EQ(map.told.size(), 1u);
  EXPECT_NE(map.told[0].find(" waits for "), std::string::npos);
  EXPECT_GT(pixels(theme().bad), 600);
  for (const bool dark : {false, true}) {
    window.setDark(dark);
    shoot(&dock(), dark ? "pane_locks_deadlock_dark" : "pane_locks_deadlock");
    shoot(&window, dark ? "window_deadlock_dark" : "window_deadlock");
  }
  window.cursor().step(-1);
  EXPECT_TRUE(view().map().told.empty());
  EXPECT_EQ(pixels(theme().bad), 0);
}

TEST_F(LocksWindow, draws_what_the_cursor_stands_at_and_nothing_else) {
  // Wrong: the picture would be of another instant than the panes around it.
  toDeadlock();
  const RecordId deadlock = window.cursor().at();
  for (const RecordId at : {deadlock, deadlock / 2, deadlock + 40, RecordId{0}}) {
    window.cursor().moveTo(at);
    const WaitForMap expected = make_wait_for_map(window.cursor().run()->trace(), window.cursor().state());
    ASSERT_EQ(view().map().nodes.size(), expected.nodes.size());
    for (std::size_t i = 0; i < expected.nodes.size(); ++i) {
      EXPECT_EQ(view().map().nodes[i].title, expected.nodes[i].title);
      EXPECT_EQ(view().map().nodes[i].note, expected.nodes[i].note);
    }
  }
}

TEST_F(LocksWindow, leads_to_the_instant_at_which_a_lock_was_taken) {
  // Wrong: the picture would be one to look at only.
  toDeadlock();
  const auto click = [&](WaitNode::Kind kind) {
    for (std::size_t i = 0; i < view().map().nodes.size(); ++i) {
      if (view().map().nodes[i].kind != kind) continue;
      const WaitNode node = view().map().nodes[i];
      QTest::mouseClick(&view(), Qt::LeftButton, {}, view().boxOf(i).center().toPoint());
      return node;
    }
    ADD_FAILURE() << "there is none";
    return WaitNode{};
  };
  const WaitNode process = click(WaitNode::Kind::process);
  EXPECT_EQ(window.cursor().process(), process.process);
  const WaitNode lock = click(WaitNode::Kind::lock);
  EXPECT_EQ(window.cursor().at(), lock.since);
  EXPECT_EQ(window.cursor().run()->trace().record(lock.since).kind, ObservationKind::lock_granted);
}

TEST_F(LocksWindow, keeps_every_node_in_sight_at_any_width) {
  // Wrong: in a narrow dock the circle would be cut off.
  toDeadlock();
  for (const int width : {300, 440, 900}) {
    view().parentWidget()->setFixedWidth(width);
    QApplication::processEvents();
    for (std::size_t i = 0; i < view().map().nodes.size(); ++i) {
      EXPECT_TRUE(QRectF(view().rect()).contains(view().boxOf(i))) << width;
    }
    EXPECT_FALSE(view().grab().isNull());
  }
}

TEST_F(LocksWindow, draws_no_arrow_through_a_box) {
  // Wrong: an arrow that passes behind a process would seem to end at it.
  const TraceData& data = window.cursor().run()->trace();
  view().parentWidget()->setFixedWidth(440);
  for (RecordId part = 1; part <= 60; ++part) {
    window.cursor().moveTo(data.last() / 61 * part);
    QApplication::processEvents();
    std::vector<QRectF> boxes;
    for (std::size_t node = 0; node < view().map().nodes.size(); ++node) {
      boxes.push_back(view().boxOf(node).adjusted(2, 2, -2, -2));
    }
    for (const WaitArrow& arrow : view().map().arrows) {
      const QPolygonF way = view().wayOf(arrow);
      for (qsizetype i = 1; i < way.size(); ++i) {
        for (double share = 0; share <= 1; share += 0.02) {
          const QPointF point = way[i - 1] + (way[i] - way[i - 1]) * share;
          for (const QRectF& box : boxes) EXPECT_FALSE(box.contains(point)) << "at " << window.cursor().at();
        }
      }
    }
  }
}

TEST_F(LocksWindow, are_enlarged_by_a_double_click) {
  // Wrong: a tangle would stay as small as its pane.
  toDeadlock();
  QTest::mouseDClick(&view(), Qt::LeftButton, {}, QPoint(3, view().height() - 3));
  auto* dialog = window.findChild<QDialog*>("locks-enlarged");
  ASSERT_NE(dialog, nullptr);
  auto* large = dialog->findChild<WaitForView*>();
  EXPECT_GT(large->width(), 2 * view().width());
  EXPECT_EQ(large->map().nodes.size(), view().map().nodes.size());
  shoot(dialog, "dialog_locks");
}

TEST_F(LocksWindow, go_to_what_broke_shows_the_circle) {
  // Wrong: the verdict would lead to an instant at which nobody waits any more.
  press(Qt::Key_F9, Qt::ShiftModifier);
  EXPECT_FALSE(view().map().told.empty());
  const TableSpec& locks = tables::locks();
  EXPECT_EQ(locks.rows(*window.cursor().run(), window.cursor().state())[0].cells[0], "deadlock");
  const auto properties = tables::properties().rows(*window.cursor().run(), window.cursor().state());
  const auto deadlock = std::ranges::find(properties, "no_deadlock", [](const TableRow& row) { return row.cells[0]; });
  ASSERT_NE(deadlock, properties.end());
  EXPECT_EQ(deadlock->jump, window.cursor().at());
  EXPECT_TRUE(deadlock->cells[1].startsWith("broken"));
}

}  // namespace
}  // namespace crisper::gui
