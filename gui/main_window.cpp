#include "gui/main_window.hpp"

#include <QAction>
#include <QCloseEvent>
#include <QDockWidget>
#include <QLabel>
#include <QLineEdit>
#include <QMenuBar>
#include <QMimeData>
#include <QScrollArea>
#include <QSettings>
#include <QStackedWidget>
#include <QStatusBar>
#include <QTabBar>
#include <QToolBar>
#include <QVBoxLayout>

#include "gui/command.hpp"
#include "gui/models/table_registry.hpp"
#include "gui/panes/event_log_pane.hpp"
#include "gui/panes/inspector.hpp"
#include "gui/panes/pipeline_view.hpp"
#include "gui/panes/plots_pane.hpp"
#include "gui/panes/scrubber.hpp"
#include "gui/panes/space_time_view.hpp"
#include "gui/panes/table_pane.hpp"
#include "gui/panes/time_axis.hpp"
#include "gui/start_page.hpp"
#include "gui/story_bar.hpp"
#include "gui/theme/theme.hpp"

namespace crisper::gui {
namespace {

constexpr int layout_version = 1;
constexpr int frame_ms = 33;

}  // namespace

MainWindow::MainWindow(bool remember, QWidget* parent) : QMainWindow(parent), remember_(remember), bench_(cursor_) {
  setWindowTitle("Crisper");
  setAcceptDrops(true);
  setDockOptions(AllowNestedDocks | AllowTabbedDocks);
  setCorner(Qt::BottomLeftCorner, Qt::LeftDockWidgetArea);
  setCorner(Qt::BottomRightCorner, Qt::RightDockWidgetArea);
  makeActions();
  makeToolBars();
  makePanes();
  connect(&bench_, &Workbench::changed, this, &MainWindow::runChanged);
  connect(&bench_, &Workbench::working, this, [this] { showWork(true); });
  connect(&bench_, &Workbench::failed, this, [this] {
    if (!cursor_.run()) story_bar_->show();
  });
  connect(&cursor_, &Cursor::moved, this, [this] {
    if (!cursor_.run()) return;
    where_->setText(QString("#%L1 of %L2  ").arg(cursor_.at()).arg(cursor_.run()->trace().last()));
    if (!go_to_->hasFocus()) go_to_->setText(time_label(cursor_.timeNs(), 1));
  });
  play_.setInterval(frame_ms);
  connect(&play_, &QTimer::timeout, this, &MainWindow::frame);
  walk_.setInterval(0);
  connect(&walk_, &QTimer::timeout, this, &MainWindow::walk);
  resize(1480, 920);
  if (remember_) {
    const QSettings settings;
    restoreGeometry(settings.value("geometry").toByteArray());
    arranged_ = restoreState(settings.value("layout").toByteArray(), layout_version);
  }
  showStartPage();
}

MainWindow::~MainWindow() = default;

void MainWindow::makeActions() {
  std::map<QString, QMenu*> menus;
  for (const Command& command : all_commands()) {
    QMenu*& menu = menus[command.group];
    if (!menu) menu = menuBar()->addMenu(command.group);
    auto* action = new QAction(command.text, this);
    action->setObjectName(command.name);
    action->setShortcuts(command.keys);
    const QString key = command.keys.isEmpty() ? QString() : command.keys.first().toString(QKeySequence::NativeText);
    action->setToolTip(command.text + (key.isEmpty() ? "" : " (" + key + ")") +
                       (command.tip.isEmpty() ? "" : "\n" + command.tip));
    action->setStatusTip(command.tip);
    connect(action, &QAction::triggered, this, [this, &command] { command.act(*this); });
    menu->addAction(action);
    addAction(action);
    actions_[command.name] = action;
  }
}

bool MainWindow::trigger(const QString& name) {
  const auto found = actions_.find(name);
  if (found == actions_.end()) return false;
  found->second->trigger();
  return true;
}

void MainWindow::makeToolBars() {
  const auto bar = [this](const char* name, const QString& title, Qt::ToolBarArea area) {
    auto* made = new QToolBar(title, this);
    made->setObjectName(name);
    made->setMovable(false);
    made->setContextMenuPolicy(Qt::PreventContextMenu);
    addToolBar(area, made);
    return made;
  };
  time_bar_ = bar("time-bar", "Time", Qt::TopToolBarArea);
  const std::map<QString, QString> faces{
      {"back", "◂ Back"},         {"step", "Step ▸"},   {"play", "▶ Play"},   {"run", "Run ⇥"},
      {"lane-previous", "‹ Lane"}, {"lane-next", "Lane ›"}, {"cause", "⇠ Cause"}, {"effect", "Effect ⇢"},
      {"trouble", "✕ Next trouble"}};
  for (const Command& command : all_commands()) {
    if (!command.on_toolbar) continue;
    QAction* action = actions_[command.name];
    action->setIconText(faces.at(command.name));
    time_bar_->addAction(action);
    if (QString(command.name) == "run" || QString(command.name) == "lane-next") time_bar_->addSeparator();
  }
  auto* gap = new QWidget;
  gap->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
  time_bar_->addWidget(gap);
  go_to_ = new QLineEdit;
  go_to_->setAccessibleName("Go to a time or an event");
  go_to_->setToolTip("Go to: 3.2s, +200ms, #1234 (Ctrl+G)");
  go_to_->setFixedWidth(130);
  go_to_->setAlignment(Qt::AlignRight);
  connect(go_to_, &QLineEdit::returnPressed, this, [this] {
    const QString place = go_to_->text();
    setFocus();
    goTo(place.endsWith(" s") ? QString(place).remove(' ') : place);
  });
  time_bar_->addWidget(go_to_);
  where_ = new QLabel;
  where_->setMinimumWidth(150);
  where_->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
  time_bar_->addWidget(where_);

  addToolBarBreak(Qt::TopToolBarArea);
  story_bar_ = bar("story-bar", "Story", Qt::TopToolBarArea);
  story_ = new StoryBar(cursor_, bench_);
  story_->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
  story_bar_->addWidget(story_);
  connect(story_, &StoryBar::goWanted, this, [this] { trigger("violation"); });
  connect(story_, &StoryBar::whyWanted, this, &MainWindow::toCause);
  connect(story_, &StoryBar::undoWanted, &bench_, &Workbench::undo);
  connect(story_, &StoryBar::cancelWanted, &bench_, &Workbench::cancel);

  scrub_bar_ = bar("scrub-bar", "Timeline", Qt::BottomToolBarArea);
  scrubber_ = new Scrubber(cursor_);
  scrubber_->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  scrub_bar_->addWidget(scrubber_);
}

QDockWidget* MainWindow::addPane(const QString& name, const QString& title, QWidget* pane, Qt::DockWidgetArea area) {
  auto* dock = new QDockWidget(title, this);
  dock->setObjectName("dock-" + name);
  dock->setWidget(pane);
  addDockWidget(area, dock);
  docks_.push_back(dock);
  return dock;
}

void MainWindow::makePanes() {
  pages_ = new QStackedWidget;
  start_ = new StartPage;
  space_ = new SpaceTimeView(cursor_);
  // It may scroll: else the diagram, which has its place, could never be narrower than the three stories.
  auto* scroll = new QScrollArea;
  scroll->setWidget(start_);
  scroll->setWidgetResizable(true);
  scroll->setFrameShape(QFrame::NoFrame);
  pages_->addWidget(scroll);
  pages_->addWidget(space_);
  setCentralWidget(pages_);
  map_ = new PipelineView(cursor_);
  plots_ = new PlotsPane(cursor_);
  log_ = new EventLogPane(cursor_);
  inspector_ = new Inspector(cursor_);
  connect(start_, &StartPage::exampleWanted, this, &MainWindow::openExample);
  connect(start_, &StartPage::openWanted, this, &MainWindow::openDialog);
  connect(inspector_, &Inspector::actionWanted, this, &MainWindow::trigger);
  connect(space_, &SpaceTimeView::menuWanted, this, &MainWindow::whatIfMenu);

  addPane("map", "Pipeline", map_, Qt::TopDockWidgetArea);
  QDockWidget* log = addPane("log", "Event log", log_, Qt::BottomDockWidgetArea);
  tabifyDockWidget(log, addPane("plots", "Plots", plots_, Qt::BottomDockWidgetArea));
  log->raise();
  QDockWidget* first = nullptr;
  QDockWidget* second = nullptr;
  for (const TableSpec* spec : all_tables()) {
    const QString name = spec->name;
    auto* pane = new TablePane(*spec, cursor_);
    if (name == "properties") {
      addPane(name, spec->title, pane, Qt::LeftDockWidgetArea);
      continue;
    }
    // What the consumers make of it above, how the machinery does below.
    const bool upper = name == "views" || name == "projections" || name == "streams";
    QDockWidget*& head = upper ? first : second;
    QDockWidget* dock = addPane(name, spec->title, pane, Qt::RightDockWidgetArea);
    if (head) tabifyDockWidget(head, dock);
    if (!head) head = dock;
  }
  first->raise();
  second->raise();
  addPane("inspector", "Inspector", inspector_, Qt::LeftDockWidgetArea);
}

void MainWindow::arrange() {
  const auto dock = [this](const char* name) { return findChild<QDockWidget*>(QString("dock-") + name); };
  resizeDocks({dock("map")}, {200}, Qt::Vertical);
  resizeDocks({dock("log")}, {230}, Qt::Vertical);
  resizeDocks({dock("properties"), dock("views")}, {350, 440}, Qt::Horizontal);
  resizeDocks({dock("properties"), dock("inspector")}, {300, 460}, Qt::Vertical);
  resizeDocks({dock("views"), dock("queues")}, {360, 360}, Qt::Vertical);
}

void MainWindow::resetLayout() {
  for (QDockWidget* dock : docks_) {
    removeDockWidget(dock);
    dock->setFloating(false);
  }
  const auto place = [this](const char* name, Qt::DockWidgetArea area, QDockWidget* with = nullptr) {
    auto* dock = findChild<QDockWidget*>(QString("dock-") + name);
    addDockWidget(area, dock);
    if (with) tabifyDockWidget(with, dock);
    dock->show();
    return dock;
  };
  place("map", Qt::TopDockWidgetArea);
  QDockWidget* log = place("log", Qt::BottomDockWidgetArea);
  place("plots", Qt::BottomDockWidgetArea, log);
  place("properties", Qt::LeftDockWidgetArea);
  place("inspector", Qt::LeftDockWidgetArea);
  QDockWidget* views = place("views", Qt::RightDockWidgetArea);
  for (const char* name : {"projections", "streams"}) place(name, Qt::RightDockWidgetArea, views);
  QDockWidget* queues = place("queues", Qt::RightDockWidgetArea);
  for (const char* name : {"commands", "locks", "processes", "messages", "faults"}) {
    place(name, Qt::RightDockWidgetArea, queues);
  }
  for (QDockWidget* dock : {log, views, queues}) dock->raise();
  arrange();
}

void MainWindow::showWork(bool work) {
  if (work && pages_->currentWidget() == space_) return;
  pages_->setCurrentIndex(work ? 1 : 0);
  for (QDockWidget* dock : docks_) dock->setVisible(work);
  for (QToolBar* bar : {time_bar_, story_bar_, scrub_bar_}) bar->setVisible(work);
  if (!work) return;
  for (const char* name : {"log", "views", "queues"}) findChild<QDockWidget*>(QString("dock-") + name)->raise();
  for (QTabBar* tabs : findChildren<QTabBar*>()) {
    tabs->setElideMode(Qt::ElideNone);
    tabs->setUsesScrollButtons(true);
  }
  // Docks take their widths only once they are laid out.
  if (!arranged_) {
    arrange();
    QTimer::singleShot(0, this, &MainWindow::arrange);
  }
  arranged_ = true;
}

void MainWindow::showStartPage() {
  stop();
  showWork(false);
}

void MainWindow::runChanged() {
  showWork(true);
  space_->setFocus();
  setWindowTitle("Crisper: " + bench_.title());
  say(bench_.edits() == 0 ? QString("Press Shift+F9 to go to what broke, ? for all keys") : QString());
  inspector_->refresh();
}

void MainWindow::say(const QString& message) { statusBar()->showMessage(message, 15000); }

bool MainWindow::isDark() const { return theme().dark; }

void MainWindow::setDark(bool dark) {
  applyTheme(dark);
  plots_->recolour();
  inspector_->refresh();
  for (QWidget* each : findChildren<QWidget*>()) each->update();
}

void MainWindow::closeEvent(QCloseEvent* event) {
  stop();
  if (remember_ && pages_->currentWidget() == space_) {
    QSettings settings;
    settings.setValue("geometry", saveGeometry());
    settings.setValue("layout", saveState(layout_version));
    settings.setValue("dark", isDark());
  }
  QMainWindow::closeEvent(event);
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
  if (event->mimeData()->hasUrls()) event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event) {
  for (const QUrl& url : event->mimeData()->urls()) {
    if (url.isLocalFile()) return open(url.toLocalFile());
  }
}

}  // namespace crisper::gui
