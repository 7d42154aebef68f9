#include <QAbstractScrollArea>
#include <QAbstractSpinBox>
#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QDockWidget>
#include <QFile>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollBar>
#include <QTableView>
#include <QTemporaryDir>
#include <QTextBlock>
#include <QTextBrowser>
#include <QTextDocument>

#include "gui/models/table_registry.hpp"
#include "gui/panes/inspector.hpp"
#include "gui/panes/pipeline_view.hpp"
#include "gui/panes/plots_pane.hpp"
#include "gui/panes/scrubber.hpp"
#include "gui/panes/space_time_view.hpp"
#include "gui/panes/table_pane.hpp"
#include "gui/panes/wait_for_view.hpp"
#include "gui/story_bar.hpp"
#include "tests/gui/window/window_fixture.hpp"

namespace crisper::gui {
namespace {

using Panes = WindowTest;

TEST_F(Panes, all_follow_one_cursor) {
  // Wrong: two panes would show two instants side by side.
  openExampleRun();
  for (const TablePane* pane : window.findChildren<TablePane*>()) pane->model()->setActive(true);
  for (const qint64 ns : {1'000'000'000LL, 8'000'000'000LL, 500'000'000LL}) {
    window.cursor().moveToTime(ns);
    for (const TablePane* pane : window.findChildren<TablePane*>()) {
      const auto expected = pane->model()->spec().rows(*window.cursor().run(), window.cursor().state());
      ASSERT_EQ(pane->model()->rowCount(), static_cast<int>(expected.size())) << pane->model()->spec().name;
      for (int row = 0; row < pane->model()->rowCount(); ++row) {
        EXPECT_EQ(pane->model()->row(row).cells, expected[static_cast<std::size_t>(row)].cells);
      }
    }
  }
}

TEST_F(Panes, lead_where_a_click_points) {
  // Wrong: what one sees in one pane could not be found in another.
  openExampleRun();
  window.cursor().moveToTime(3'000'000'000);
  for (TablePane* pane : window.findChildren<TablePane*>()) {
    pane->model()->setActive(true);
    for (int row = 0; row < pane->model()->rowCount(); ++row) {
      const RecordId jump = pane->model()->row(row).jump;
      if (jump == 0) continue;
      emit pane->table()->clicked(pane->model()->index(row, 0));
      EXPECT_EQ(window.cursor().at(), jump) << pane->model()->spec().name;
      break;
    }
  }
}

TEST_F(Panes, show_the_commands_of_a_queue_at_a_click) {
  // Wrong: a number would say that thirty wait, and nothing who they are.
  openExampleRun();
  // At an instant at which many wait.
  const auto waiting = [&]() -> std::size_t {
    return window.cursor().state().queues.empty() ? 0 : window.cursor().state().queues[0].commands.size();
  };
  for (std::int64_t ms = 500; ms < 30'000 && waiting() <= 5; ms += 50) window.cursor().moveToTime(ms * 1'000'000);
  const RecordId here = window.cursor().at();
  auto* queues = window.findChild<TablePane*>("queues");
  auto* commands = window.findChild<TablePane*>("commands");
  ASSERT_GT(queues->model()->rowCount(), 0);
  EXPECT_TRUE(commands->visibleRegion().isEmpty());
  emit queues->table()->clicked(queues->model()->index(0, 0));
  settle();
  EXPECT_FALSE(commands->visibleRegion().isEmpty());
  EXPECT_EQ(window.cursor().at(), here);  // of this instant, not of another
  const QueueState& queue = window.cursor().state().queues[0];
  EXPECT_EQ(commands->model()->rowCount(), static_cast<int>(queue.commands.size()));
  EXPECT_GT(commands->model()->rowCount(), 5);
}

TEST_F(Panes, have_accessible_names_and_every_canvas_a_table) {
  // Wrong: a screen reader would say nothing.
  openExampleRun();
  for (QDockWidget* dock : window.findChildren<QDockWidget*>()) {
    EXPECT_FALSE(dock->windowTitle().isEmpty());
    EXPECT_FALSE(dock->widget()->accessibleName().isEmpty()) << dock->objectName().toStdString();
  }
  for (QTableView* table : window.findChildren<QTableView*>()) EXPECT_FALSE(table->accessibleName().isEmpty());
  for (QTextBrowser* text : window.findChildren<QTextBrowser*>()) EXPECT_FALSE(text->accessibleName().isEmpty());
  const QWidget* canvases[] = {window.findChild<SpaceTimeView*>("diagram"), window.findChild<PipelineView*>(),
                               window.findChild<Scrubber*>(), window.findChild<PlotsPane*>(),
                               window.findChild<WaitForView*>()};
  for (const QWidget* canvas : canvases) {
    ASSERT_NE(canvas, nullptr);
    EXPECT_FALSE(canvas->accessibleName().isEmpty());
    const QString said = canvas->accessibleDescription();
    EXPECT_TRUE(said.contains("table", Qt::CaseInsensitive) || said.contains("event log")) << said.toStdString();
  }
}

TEST_F(Panes, every_widget_that_one_works_with_has_a_name) {
  // Wrong: a screen reader would say "edit", and nobody would know what.
  openExampleRun();
  const auto check = [](const QWidget* each, const QString& text) {
    const bool inner = each->objectName().startsWith("qt_");  // parts that Qt puts together itself
    EXPECT_TRUE(inner || !each->accessibleName().isEmpty() || !text.isEmpty())
        << each->metaObject()->className() << " in " << each->parentWidget()->metaObject()->className();
  };
  for (const auto* each : window.findChildren<QLineEdit*>()) check(each, {});
  for (const auto* each : window.findChildren<QComboBox*>()) check(each, {});
  for (const auto* each : window.findChildren<QAbstractSpinBox*>()) check(each, {});
  for (const auto* each : window.findChildren<QProgressBar*>()) check(each, {});
  for (const auto* each : window.findChildren<QTableView*>()) check(each, {});
  for (const auto* each : window.findChildren<QPushButton*>()) check(each, each->text());
  for (const auto* each : window.findChildren<QCheckBox*>()) check(each, each->text());
}

TEST_F(Panes, can_be_looked_at) {
  // Wrong: nobody would ever have looked at them. The pictures are for eyes; here they only have to be made.
  openExampleRun();
  window.resize(1480, 920);
  window.cursor().toMark(1, {Mark::Kind::departure});
  window.cursor().setRange(window.cursor().timeNs() - 30'000'000, window.cursor().timeNs() + 20'000'000);
  for (const bool dark : {false, true}) {
    window.setDark(dark);
    const QString tail = dark ? "_dark" : "";
    shoot(&window, "window" + tail);
    for (QDockWidget* dock : window.findChildren<QDockWidget*>()) {
      dock->raise();
      QApplication::processEvents();
      shoot(dock, "pane_" + dock->objectName().mid(5) + tail);
    }
    shoot(window.findChild<SpaceTimeView*>("diagram"), "pane_space_time" + tail);
    window.cursor().setRange(0, INT64_MAX / 2);
    shoot(window.findChild<SpaceTimeView*>("diagram"), "pane_space_time_far" + tail);
    window.showStartPage();
    shoot(&window, "window_first_page" + tail);
    openExampleRun();
    window.cursor().toMark(1, {Mark::Kind::departure});
    window.cursor().setRange(window.cursor().timeNs() - 30'000'000, window.cursor().timeNs() + 20'000'000);
  }
}

TEST_F(Panes, keep_the_time_axis_clear_of_lanes_that_are_scrolled_away) {
  // Wrong: arrows between lanes that nobody sees would run over the times.
  openExampleRun();
  window.resize(1000, 620);
  window.cursor().setRange(1'000'000'000, 1'060'000'000);
  auto* view = window.findChild<SpaceTimeView*>("diagram");
  settle();
  QScrollBar* bar = view->verticalScrollBar();
  ASSERT_GT(bar->maximum(), 20);
  const auto axis = [&] {
    const QImage image = view->viewport()->grab().toImage();
    return image.copy(0, 0, image.width(), static_cast<int>(20 * image.devicePixelRatio()));
  };
  bar->setValue(0);
  const QImage before = axis();
  bar->setValue(bar->maximum());
  EXPECT_EQ(axis(), before);
}

TEST_F(Panes, find_their_places_again) {
  // Wrong: a pane that was closed by mistake would be lost.
  openExampleRun();
  for (QDockWidget* dock : window.findChildren<QDockWidget*>()) dock->close();
  EXPECT_TRUE(window.trigger("reset-layout"));
  for (QDockWidget* dock : window.findChildren<QDockWidget*>()) {
    EXPECT_EQ(dock->isHidden(), QStringList({"dock-compare", "dock-channels"}).contains(dock->objectName()))
         << dock->objectName().toStdString();
    EXPECT_FALSE(dock->isFloating());
  }
}

TEST_F(Panes, the_inspector_shows_one_thing) {
  // Wrong: it would tell of the record at the cursor, and offer to drop a message that has nothing to do with it.
  openExampleRun();
  auto* inspector = window.findChild<Inspector*>();
  const LoadedRun& run = *window.cursor().run();
  const TraceData& data = run.trace();
  const auto page = [&] {
    inspector->refresh();
    return inspector->text();
  };
  // At a fault: that it had not happened, and nothing else.
  for (const RecordId fault : run.index->faults) {
    window.cursor().moveTo(fault);
    EXPECT_TRUE(page().contains("What if: it had not happened (Shift+X)")) << page().toStdString();
    EXPECT_FALSE(page().contains("lost (X)"));
  }
  // A message chosen by itself: nothing of the record but that it is another.
  const auto applied = std::ranges::find_if(
      data.records, [](const Record& record) { return record.kind == ObservationKind::event_applied; });
  window.cursor().moveTo(static_cast<RecordId>(applied - data.records.begin() + 1));
  EXPECT_TRUE(page().startsWith("event.applied"));
  EXPECT_TRUE(page().contains("Said in the turn of"));
  const auto other = std::ranges::find(data.deliveries, sim::DeliveryFate::loss, &Delivery::fate);
  ASSERT_NE(other, data.deliveries.end());
  window.cursor().selectDelivery(static_cast<Index>(other - data.deliveries.begin()));
  EXPECT_TRUE(page().startsWith(QString::fromStdString(data.types[other->type]))) << page().toStdString();
  EXPECT_TRUE(page().contains("The cursor stands at another record"));
  EXPECT_TRUE(page().contains("without the loss (Shift+X)"));
  shoot(inspector, "pane_inspector_message");
}

TEST_F(Panes, the_inspector_says_why_not_to_the_end) {
  // Wrong: of "its faults can't be changed" all would be gone from the apostrophe on.
  const QTemporaryDir folder;
  const QString trace = folder.filePath("trace.sqlite");
  ASSERT_TRUE(QFile::copy(QString::fromStdString((example_folder() / "trace.sqlite").string()), trace));
  window.open(trace);
  settle();
  ASSERT_FALSE(window.cursor().run()->folder.plan);
  window.cursor().moveTo(window.cursor().run()->index->faults.front());
  auto* inspector = window.findChild<Inspector*>();
  inspector->refresh();
  QString tips;
  const QTextDocument* page = inspector->findChild<QTextBrowser*>()->document();
  for (QTextBlock block = page->begin(); block.isValid(); block = block.next()) {
    for (auto each = block.begin(); !each.atEnd(); ++each) tips += each.fragment().charFormat().toolTip();
  }
  EXPECT_EQ(tips, "no plan.yaml lies beside this trace, so its faults can't be changed");
}

TEST_F(Panes, grey_out_what_can_t_be_done_and_let_its_key_say_why) {
  // Wrong: a menu would offer what is then refused.
  openExampleRun();
  auto* drop = window.findChild<QAction*>("drop");
  auto* undo = window.findChild<QAction*>("undo");
  auto* crash = window.findChild<QAction*>("crash");
  ASSERT_TRUE(drop && undo && crash);
  QMenu* menu = nullptr;
  for (QMenu* each : window.menuBar()->findChildren<QMenu*>()) {
    if (each->title() == "What if") menu = each;
  }
  ASSERT_NE(menu, nullptr);
  window.cursor().moveTo(0);
  window.cursor().selectDelivery(nowhere);
  window.cursor().selectProcess(1);
  emit menu->aboutToShow();
  EXPECT_FALSE(drop->isEnabled());
  EXPECT_EQ(drop->toolTip(), "no message is selected");
  EXPECT_FALSE(undo->isEnabled());
  EXPECT_TRUE(crash->isEnabled());
  emit menu->aboutToHide();
  EXPECT_TRUE(drop->isEnabled() && undo->isEnabled());
  EXPECT_TRUE(drop->toolTip().startsWith("Drop the message"));
  press(Qt::Key_X);
  EXPECT_TRUE(window.story().sentence().contains("no message is selected")) << window.story().sentence().toStdString();
}

TEST_F(Panes, take_any_size_and_any_instant) {
  // Wrong: a small screen or an empty moment would crash a canvas.
  openExampleRun();
  for (const QSize size : {QSize(640, 480), QSize(1920, 1080), QSize(900, 1400)}) {
    window.resize(size);
    for (const qint64 length : {1'000LL, 1'000'000LL, 20'000'000'000LL}) {
      window.cursor().setRange(2'000'000'000, 2'000'000'000 + length);
      for (const RecordId at : {RecordId{0}, RecordId{500}, window.cursor().run()->trace().last()}) {
        window.cursor().moveTo(at);
        EXPECT_FALSE(window.grab().isNull());
      }
    }
  }
}

}  // namespace
}  // namespace crisper::gui
