#include <QComboBox>
#include <QDockWidget>
#include <QHeaderView>
#include <QPushButton>
#include <QSpinBox>
#include <QTableView>
#include <algorithm>
#include <climits>

#include "gui/panes/hunt_pane.hpp"
#include "gui/panes/pipeline_view.hpp"
#include "gui/panes/scrubber.hpp"
#include "gui/panes/space_time_view.hpp"
#include "gui/panes/table_pane.hpp"
#include "tests/gui/window/window_fixture.hpp"

namespace crisper::gui {
namespace {

class Room : public WindowTest {
 protected:
  void openAt(const QSize& size) {
    window.resize(size);
    openExampleRun();
    for (int i = 0; i < 30; ++i) QApplication::processEvents();
  }
  /// All of it in the window, and some of it there.
  bool isWhole(const QWidget* each) const {
    const QRect place(each->mapTo(&window, QPoint(0, 0)), each->size());
    return !place.isEmpty() && window.rect().contains(place);
  }
};

TEST_F(Room, a_small_screen_has_all_of_the_window_and_a_diagram_to_read) {
  // Wrong: on a laptop, the strip of the whole run would lie below the screen, and lanes in a slit.
  openAt({1280, 720});
  EXPECT_EQ(window.size(), QSize(1280, 720));
  EXPECT_LE(window.minimumSizeHint().height(), 720);
  EXPECT_LE(window.minimumSizeHint().width(), 1280);
  const auto* diagram = window.findChild<SpaceTimeView*>("diagram");
  EXPECT_GT(diagram->height(), 230);
  EXPECT_GT(diagram->width(), 400);
  EXPECT_TRUE(isWhole(diagram));
  EXPECT_TRUE(isWhole(window.findChild<Scrubber*>()));
  EXPECT_TRUE(isWhole(window.findChild<PipelineView*>()));
  for (const char* name : {"dock-log", "dock-properties", "dock-inspector", "dock-views", "dock-queues"}) {
    EXPECT_TRUE(isWhole(window.findChild<QDockWidget*>(name))) << name;
  }
  shoot(&window, "room_1280x720");
}

TEST_F(Room, a_large_screen_is_used) {
  // Wrong: all that is won by a larger screen would go to one pane.
  openAt({2560, 1440});
  EXPECT_GT(window.findChild<SpaceTimeView*>("diagram")->height(), 700);
  EXPECT_GT(window.findChild<QDockWidget*>("dock-log")->height(), 220);
  EXPECT_GT(window.findChild<QDockWidget*>("dock-views")->width(), 700);
  shoot(&window, "room_2560x1440");
}

TEST_F(Room, stages_never_lie_on_each_other) {
  // Wrong: of three kinds of consumers one would see the last.
  openAt({1280, 720});
  auto* map = window.findChild<PipelineView*>();
  for (const QSize& size : {QSize(1280, 100), QSize(1280, 150), QSize(900, 190), QSize(2500, 400)}) {
    map->resize(size);
    const std::vector<QRectF>& boxes = map->boxes();
    ASSERT_GT(boxes.size(), 4u);
    for (std::size_t a = 0; a < boxes.size(); ++a) {
      EXPECT_TRUE(QRectF(map->rect()).contains(boxes[a])) << a << " at height " << size.height();
      for (std::size_t b = a + 1; b < boxes.size(); ++b) EXPECT_FALSE(boxes[a].intersects(boxes[b])) << a << ' ' << b;
    }
  }
}

TEST_F(Room, columns_fit_where_there_is_room_for_them) {
  // Wrong: one would scroll sideways beside empty space.
  openAt({2560, 1440});
  window.cursor().moveToTime(3'000'000'000);
  window.showPane("properties");
  for (int i = 0; i < 30; ++i) QApplication::processEvents();
  const QTableView* table = window.findChild<TablePane*>("properties")->table();
  ASSERT_GT(table->model()->rowCount(), 0);
  int wide = 0;
  for (int column = 0; column < table->model()->columnCount(); ++column) wide += table->columnWidth(column);
  EXPECT_LE(wide, table->viewport()->width());
}

TEST_F(Room, a_small_screen_has_lines_in_every_pane_and_none_that_scrolls_sideways) {
  // Wrong: of what happened one would see less than a line, and of what broke half a sentence.
  openAt({1280, 720});
  window.cursor().moveToTime(3'000'000'000);
  for (int i = 0; i < 30; ++i) QApplication::processEvents();
  int tables = 0;
  for (const QTableView* table : window.findChildren<QTableView*>()) {
    if (table->visibleRegion().isEmpty()) continue;
    ++tables;
    const int line = table->verticalHeader()->defaultSectionSize();
    EXPECT_GE(table->viewport()->height(), 2 * line) << table->accessibleName().toStdString();
    if (table->accessibleName().startsWith("Queues")) continue;  // ten figures
    int wide = 0;
    for (int column = 0; column < table->model()->columnCount(); ++column) wide += table->columnWidth(column);
    QString each_width;
    for (int column = 0; column < table->model()->columnCount(); ++column) {
      each_width += QString(" %1").arg(table->columnWidth(column));
    }
    EXPECT_LE(wide, table->viewport()->width()) << (table->accessibleName() + each_width).toStdString();
  }
  shoot(&window, "room_1280x720_in_the_midst");
  EXPECT_EQ(tables, 4);
}

TEST_F(Room, a_window_made_smaller_keeps_its_diagram) {
  // Wrong: what a large window had would be taken from the one thing in the middle.
  openAt({2560, 1440});
  window.resize(1280, 720);
  for (int i = 0; i < 30; ++i) QApplication::processEvents();
  EXPECT_EQ(window.size(), QSize(1280, 720));
  EXPECT_GT(window.findChild<SpaceTimeView*>("diagram")->height(), 230);
  EXPECT_GT(window.findChild<SpaceTimeView*>("diagram")->width(), 400);
}

TEST_F(Room, columns_of_an_empty_table_are_as_wide_as_their_words) {
  // Wrong: the headers of a table that has nothing to say would not fit into it.
  openAt({1480, 920});
  window.cursor().moveTo(0);
  for (int i = 0; i < 30; ++i) QApplication::processEvents();
  const QTableView* table = window.findChild<TablePane*>("views")->table();
  ASSERT_EQ(table->model()->rowCount(), 0);
  int wide = 0;
  for (int column = 0; column < table->model()->columnCount(); ++column) wide += table->columnWidth(column);
  EXPECT_LE(wide, table->viewport()->width());
}

TEST_F(Room, a_column_stays_as_wide_as_somebody_made_it) {
  // Wrong: each change of the window would undo it.
  openAt({1480, 920});
  window.cursor().moveToTime(3'000'000'000);
  QTableView* table = window.findChild<TablePane*>("properties")->table();
  for (int i = 0; i < 30; ++i) QApplication::processEvents();
  ASSERT_NE(table->columnWidth(0), 137);
  table->horizontalHeader()->resizeSection(0, 137);
  const int other = table->columnWidth(1);
  window.resize(1280, 720);
  for (int i = 0; i < 30; ++i) QApplication::processEvents();
  EXPECT_EQ(table->columnWidth(0), 137);
  EXPECT_LE(table->columnWidth(1), other);
}

TEST_F(Room, the_form_of_a_check_takes_a_second_line) {
  // Wrong: it would push the window wider than the screen, or lose its button.
  openAt({1280, 720});
  window.showPane("hunt");
  auto* hunt = window.findChild<HuntPane*>();
  hunt->findChild<QComboBox*>()->setCurrentIndex(1);
  for (int i = 0; i < 30; ++i) QApplication::processEvents();
  EXPECT_EQ(window.width(), 1280);
  int first = INT_MAX;
  int last = 0;
  for (const auto* each : hunt->findChildren<QSpinBox*>()) {
    ASSERT_TRUE(each->isVisible());
    const QRect place(each->mapTo(hunt, QPoint(0, 0)), each->size());
    EXPECT_LE(place.right(), hunt->width());
    first = std::min(first, place.top());
  }
  for (const auto* each : hunt->findChildren<QPushButton*>()) {
    if (!each->isVisible()) continue;
    EXPECT_LE(each->mapTo(hunt, QPoint(0, 0)).x() + each->width(), hunt->width());
    last = std::max(last, each->mapTo(hunt, QPoint(0, 0)).y());
  }
  EXPECT_GT(last, first);
  shoot(hunt, "pane_hunt_check");
}

}  // namespace
}  // namespace crisper::gui
