#include <QDockWidget>
#include <QTableView>
#include <map>
#include <memory>

#include "tests/gui/window/window_fixture.hpp"

namespace crisper::gui {
namespace {

class Layout : public WindowTest {
 protected:
  static QDockWidget* dock(MainWindow& of, const char* name) {
    return of.findChild<QDockWidget*>(QString("dock-") + name);
  }
  static void pump() {
    for (int i = 0; i < 30; ++i) QApplication::processEvents();
  }
  static void openIn(MainWindow& of) {
    of.open(QString::fromStdString(example_folder().string()));
    while (of.bench().isBusy()) QApplication::processEvents(QEventLoop::WaitForMoreEvents);
    pump();
  }
  static std::map<QString, QSize> sizes(MainWindow& of) {
    std::map<QString, QSize> all;
    for (const char* name : {"map", "log", "properties", "inspector", "views", "queues"}) {
      // Of one behind another, nobody sees the size.
      if (!dock(of, name)->visibleRegion().isEmpty()) all[name] = dock(of, name)->size();
    }
    return all;
  }
  /// Shown, with what an earlier start kept, at a run.
  static std::unique_ptr<MainWindow> startWith(const QByteArray& kept) {
    auto started = std::make_unique<MainWindow>(false);
    started->restoreLayout(kept);
    started->resize(1480, 920);
    started->show();
    pump();
    openIn(*started);
    return started;
  }
};

TEST_F(Layout, stays_as_it_is_over_five_starts) {
  // Wrong: with every start, Properties would have fewer rows and its neighbour more.
  window.resize(1480, 920);
  openExampleRun();
  pump();
  window.resizeDocks({dock(window, "properties"), dock(window, "inspector")}, {200, 400}, Qt::Vertical);
  pump();
  const auto wanted = sizes(window);
  QByteArray kept = window.savedLayout();
  for (int start = 1; start <= 5; ++start) {
    const auto next = startWith(kept);
    const auto now = sizes(*next);
    ASSERT_EQ(now.size(), 6u);
    for (const auto& [name, size] : wanted) {
      EXPECT_EQ(now.at(name).height(), size.height()) << name.toStdString() << " at start " << start;
      EXPECT_EQ(now.at(name).width(), size.width()) << name.toStdString() << " at start " << start;
    }
    kept = next->savedLayout();
  }
}

TEST_F(Layout, stays_as_it_is_over_the_first_page) {
  // Wrong: a look at the first page would squeeze panes, and bring back those that were closed.
  window.resize(1480, 920);
  openExampleRun();
  pump();
  dock(window, "plots")->close();
  dock(window, "locks")->raise();
  pump();
  const auto wanted = sizes(window);
  window.showStartPage();
  pump();
  for (const QDockWidget* each : window.findChildren<QDockWidget*>()) EXPECT_FALSE(each->isVisible());
  openExampleRun();
  pump();
  EXPECT_EQ(sizes(window), wanted);
  EXPECT_TRUE(dock(window, "plots")->isHidden());
  EXPECT_FALSE(dock(window, "locks")->widget()->visibleRegion().isEmpty());
}

TEST_F(Layout, what_was_kept_is_kept_also_by_who_opens_nothing) {
  // Wrong: to start the window and to close it at once would lose the layout.
  openExampleRun();
  const QByteArray kept = window.savedLayout();
  MainWindow next(false);
  next.restoreLayout(kept);
  EXPECT_EQ(next.savedLayout(), kept);
  MainWindow other(false);
  other.restoreLayout("no layout");
  EXPECT_TRUE(other.savedLayout().isEmpty());
}

TEST_F(Layout, reset_docks_what_floats_and_shows_nothing_on_the_first_page) {
  // Wrong: a pane that floats on a screen that is gone could not be brought back.
  window.trigger("reset-layout");
  pump();
  for (const QDockWidget* each : window.findChildren<QDockWidget*>()) EXPECT_TRUE(each->isHidden());
  openExampleRun();
  for (const QDockWidget* each : window.findChildren<QDockWidget*>()) {
    EXPECT_EQ(each->isHidden(), QStringList({"dock-compare", "dock-channels"}).contains(each->objectName()))
         << each->objectName().toStdString();
  }
  dock(window, "inspector")->setFloating(true);
  dock(window, "locks")->close();
  window.trigger("reset-layout");
  EXPECT_FALSE(dock(window, "inspector")->isFloating());
  EXPECT_FALSE(dock(window, "locks")->isHidden());
}

}  // namespace
}  // namespace crisper::gui
