#include "gui/main_window.hpp"

#include <QAction>
#include <QCloseEvent>
#include <QDialog>
#include <QDockWidget>
#include <QLabel>
#include <QLineEdit>
#include <QMenuBar>
#include <QMimeData>
#include <QScrollArea>
#include <QSettings>
#include <QSplitter>
#include <QStackedWidget>
#include <QStatusBar>
#include <QTabBar>
#include <QTableView>
#include <QToolBar>
#include <QVBoxLayout>

#include "gui/command.hpp"
#include "gui/models/table_registry.hpp"
#include "gui/panes/compare_pane.hpp"
#include "gui/panes/event_log_pane.hpp"
#include "gui/panes/hunt_pane.hpp"
#include "gui/panes/inspector.hpp"
#include "gui/panes/locks_pane.hpp"
#include "gui/panes/pane.hpp"
#include "gui/panes/pipeline_view.hpp"
#include "gui/panes/plots_pane.hpp"
#include "gui/panes/scenario_pane.hpp"
#include "gui/panes/scrubber.hpp"
#include "gui/panes/space_time_view.hpp"
#include "gui/panes/table_pane.hpp"
#include "gui/panes/time_axis.hpp"
#include "gui/start_page.hpp"
#include "gui/story_bar.hpp"
#include "gui/theme/theme.hpp"

namespace crisper::gui {
namespace {

constexpr int layout_version = 3;
constexpr int frame_ms = 33;

/// Where a pane is at first; `behind`: as a tab of that one. What must hold is at the left, what consumers make of it
/// at the right above how the machinery does.
struct Place {
  const char* name;
  Qt::DockWidgetArea area;
  const char* behind = nullptr;
};
constexpr Place places[] = {
    {"map", Qt::TopDockWidgetArea},
    {"compare", Qt::TopDockWidgetArea, "map"},  // two tables side by side take the whole width
    {"log", Qt::BottomDockWidgetArea},
    {"plots", Qt::BottomDockWidgetArea, "log"},
    {"explanation", Qt::BottomDockWidgetArea, "log"},
    {"hunt", Qt::BottomDockWidgetArea, "log"},
    {"scenario", Qt::BottomDockWidgetArea, "log"},
    {"properties", Qt::LeftDockWidgetArea},
    {"inspector", Qt::LeftDockWidgetArea},
    {"views", Qt::RightDockWidgetArea},
    {"projections", Qt::RightDockWidgetArea, "views"},
    {"streams", Qt::RightDockWidgetArea, "views"},
    {"queues", Qt::RightDockWidgetArea},
    {"commands", Qt::RightDockWidgetArea, "queues"},
    {"locks", Qt::RightDockWidgetArea, "queues"},
    {"processes", Qt::RightDockWidgetArea, "queues"},
    {"messages", Qt::RightDockWidgetArea, "queues"},
    {"faults", Qt::RightDockWidgetArea, "queues"},
};

}  // namespace

MainWindow::MainWindow(bool remember, QWidget* parent)
    : QMainWindow(parent), remember_(remember), bench_(cursor_), other_bench_(other_), link_(cursor_, other_) {
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
  connect(&bench_, &Workbench::renewed, this, [this] { say("The trace was written anew: this is it as it is now"); });
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
    const auto face = faces.find(command.name);
    if (face != faces.end()) action->setIconText(face->second);  // else its own words
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

void MainWindow::addPane(const QString& name, const QString& title, QWidget* pane) {
  auto* dock = new QDockWidget(title, this);
  dock->setObjectName("dock-" + name);
  dock->setWidget(pane);
  docks_.push_back(dock);
  if (auto* each = dynamic_cast<Pane*>(pane)) {
    connect(dock, &QDockWidget::visibilityChanged, pane, [each](bool seen) { each->setSeen(seen); });
  }
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
  space_->setObjectName("diagram");
  beside_ = new SpaceTimeView(other_);
  beside_->setObjectName("diagram-beside");
  beside_->setAccessibleName("Space-time diagram of the other run");
  both_ = new QSplitter(Qt::Vertical);
  both_->addWidget(space_);
  both_->addWidget(beside_);
  both_->setChildrenCollapsible(false);
  beside_->hide();
  pages_->addWidget(both_);
  setCentralWidget(pages_);
  map_ = new PipelineView(cursor_);
  plots_ = new PlotsPane(cursor_);
  log_ = new EventLogPane(cursor_);
  inspector_ = new Inspector(cursor_);
  hunt_ = new HuntPane(cursor_, bench_);
  compare_ = new ComparePane(cursor_, other_);
  scenario_ = new ScenarioPane(cursor_);
  connect(start_, &StartPage::exampleWanted, this, &MainWindow::openExample);
  connect(start_, &StartPage::openWanted, this, &MainWindow::openDialog);
  connect(inspector_, &Inspector::actionWanted, this, &MainWindow::trigger);
  connect(space_, &SpaceTimeView::menuWanted, this, &MainWindow::whatIfMenu);
  connect(space_, &SpaceTimeView::faultMoved, this,
          [this](quint32 fault, qint64 by) { editFault(move_fault, fault, Duration(by)); });
  connect(space_, &SpaceTimeView::faultStretched, this,
          [this](quint32 fault, qint64 by) { editFault(lengthen_fault, fault, Duration(by)); });
  connect(scenario_, &ScenarioPane::changeWanted, &bench_, &Workbench::applyKnob);
  connect(scenario_, &ScenarioPane::saveWanted, this, &MainWindow::saveScenarioDialog);
  connect(compare_, &ComparePane::otherWanted, this, &MainWindow::compareDialog);
  connect(compare_, &ComparePane::endWanted, this, &MainWindow::endCompare);
  connect(compare_, &ComparePane::pairChosen, this, [this](RecordId in_a, RecordId in_b) {
    showPair(in_a, in_b);
  });
  connect(&other_bench_, &Workbench::changed, this, &MainWindow::showBeside);
  connect(&other_bench_, &Workbench::failed, this, &MainWindow::say);
  connect(&other_bench_, &Workbench::working, this, [this](const QString& what) { say("The other run: " + what); });

  addPane("map", "Pipeline", map_);
  addPane("log", "Event log", log_);
  addPane("plots", "Plots", plots_);
  addPane("hunt", "Hunt", hunt_);
  addPane("compare", "Compare", compare_);
  addPane("scenario", "Scenario", scenario_);
  addPane("inspector", "Inspector", inspector_);
  for (const TableSpec* spec : all_tables()) {
    const bool has_a_picture = spec == &tables::locks();
    QWidget* pane = has_a_picture ? static_cast<QWidget*>(new LocksPane(cursor_)) : new TablePane(*spec, cursor_);
    addPane(spec->name, spec->title, pane);
  }
  const auto* queues = findChild<TablePane*>(tables::queues().name);
  for (const auto signal : {&QTableView::clicked, &QTableView::activated}) {
    connect(queues->table(), signal, this, [this] { showPane(tables::commands().name); });
  }
  placeAll();
}

void MainWindow::placeAll() {
  for (const Place& place : places) {
    QDockWidget* dock = this->dock(place.name);
    addDockWidget(place.area, dock);
    if (place.behind) tabifyDockWidget(this->dock(place.behind), dock);
  }
  raiseFirst();
}

QDockWidget* MainWindow::dock(const QString& name) const { return findChild<QDockWidget*>("dock-" + name); }

void MainWindow::raiseFirst() {
  for (const Place& place : places) {
    if (!place.behind) dock(place.name)->raise();
  }
}

void MainWindow::showPane(const QString& name) {
  dock(name)->show();
  dock(name)->raise();
}

void MainWindow::arrange() {
  resizeDocks({dock("map")}, {165}, Qt::Vertical);
  resizeDocks({dock("log")}, {220}, Qt::Vertical);
  resizeDocks({dock("properties"), dock("views")}, {344, 506}, Qt::Horizontal);
  resizeDocks({dock("properties"), dock("inspector")}, {260, 500}, Qt::Vertical);
  resizeDocks({dock("views"), dock("queues")}, {320, 400}, Qt::Vertical);
}

void MainWindow::resetLayout() {
  for (QDockWidget* dock : docks_) {
    removeDockWidget(dock);
    dock->setFloating(false);
  }
  placeAll();
  for (QDockWidget* dock : docks_) dock->show();
  raiseFirst();
  arrange();
}

void MainWindow::showWork(bool work) {
  if (work && pages_->currentWidget() == both_) return;
  pages_->setCurrentIndex(work ? 1 : 0);
  for (QDockWidget* dock : docks_) dock->setVisible(work);
  for (QToolBar* bar : {time_bar_, story_bar_, scrub_bar_}) bar->setVisible(work);
  if (!work) return;
  raiseFirst();
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
  statusBar()->clearMessage();
}

void MainWindow::runChanged() {
  showWork(true);
  space_->setFocus();
  setWindowTitle("Crisper: " + bench_.title());
  say(bench_.edits() == 0 ? QString("Press Shift+F9 to go to what broke, ? for all keys") : QString());
  inspector_->refresh();
  edited_at_ = cursor_.at();
  showBeside();
  const std::vector<ToldSentence>& told = cursor_.run()->folder.explanation;
  if (told.empty()) return;
  showPane("explanation");
  toRecord(static_cast<RecordId>(std::min<std::uint64_t>(told.back().record, cursor_.run()->trace().last())));
}

void MainWindow::say(const QString& message) { statusBar()->showMessage(message, 15000); }

bool MainWindow::isDark() const { return theme().dark; }

void MainWindow::setDark(bool dark) {
  applyTheme(dark);
  plots_->recolour();
  inspector_->refresh();
  for (QWidget* each : findChildren<QWidget*>()) each->update();
}

void MainWindow::childEvent(QChildEvent* event) {
  QMainWindow::childEvent(event);
  if (event->type() != QEvent::ChildPolished) return;
  // Without a window manager nobody else gives the keys back when a dialog is done.
  const auto* dialog = qobject_cast<QDialog*>(event->child());
  if (dialog) connect(dialog, &QDialog::finished, this, [this] { activateWindow(); });
}

void MainWindow::closeEvent(QCloseEvent* event) {
  stop();
  if (remember_ && pages_->currentWidget() == both_) {
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
