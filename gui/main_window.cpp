#include "gui/main_window.hpp"

#include <QApplication>
#include <QCloseEvent>
#include <QDialog>
#include <QFileDialog>
#include <QLineEdit>
#include <QMimeData>
#include <QMouseEvent>
#include <QResizeEvent>
#include <QScrollArea>
#include <QSettings>
#include <QSplitter>
#include <QStackedWidget>
#include <QStatusBar>
#include <QTableView>
#include <QTimer>
#include <QToolBar>
#include <utility>

#include "gui/beside.hpp"
#include "gui/command_palette.hpp"
#include "gui/models/table_registry.hpp"
#include "gui/find_bar.hpp"
#include "gui/openable.hpp"
#include "gui/panes/branches_pane.hpp"
#include "gui/panes/compare_pane.hpp"
#include "gui/panes/design_pane.hpp"
#include "gui/panes/event_log_pane.hpp"
#include "gui/panes/hunt_pane.hpp"
#include "gui/panes/inspector.hpp"
#include "gui/panes/locks_pane.hpp"
#include "gui/panes/pipeline_view.hpp"
#include "gui/panes/plots_pane.hpp"
#include "gui/panes/scenario_pane.hpp"
#include "gui/panes/scrubber.hpp"
#include "gui/panes/space_time_view.hpp"
#include "gui/panes/sums_pane.hpp"
#include "gui/panes/table_pane.hpp"
#include "gui/panes/wait_for_view.hpp"
#include "gui/saving.hpp"
#include "gui/reporting.hpp"
#include "gui/start_page.hpp"
#include "gui/story_bar.hpp"
#include "gui/theme/theme.hpp"
#include "gui/time_bar.hpp"
#include "gui/tour.hpp"

namespace crisper::gui {
namespace {

constexpr int diagram_height_min = 232;

}  // namespace

MainWindow::MainWindow(bool remember, QWidget* parent)
    : QMainWindow(parent), remember_(remember), bench_(cursor_), player_(cursor_), navigation_(cursor_),
      faults_(cursor_, bench_), docks_(*this), actions_(*this) {
  setWindowTitle("Crisper");
  setAcceptDrops(true);
  qApp->installEventFilter(this);
  setDockOptions(AllowNestedDocks | AllowTabbedDocks);
  setCorner(Qt::BottomLeftCorner, Qt::LeftDockWidgetArea);
  setCorner(Qt::BottomRightCorner, Qt::RightDockWidgetArea);
  makeToolBars();
  makeCentre();
  makePanes();
  connectAll();
  resize(1480, 920);
  if (remember_) {
    const QSettings settings;
    restoreGeometry(settings.value("geometry").toByteArray());
    docks_.restore(settings.value("layout").toByteArray());
    space_->restoreRows(settings.value("pinned-lanes").toStringList(), settings.value("folded-roles").toStringList());
  }
  showStartPage();
}

MainWindow::~MainWindow() = default;

QToolBar* MainWindow::addBar(QToolBar* bar, const char* name, Qt::ToolBarArea area) {
  bar->setObjectName(name);
  bar->setMovable(false);
  bar->setContextMenuPolicy(Qt::PreventContextMenu);
  addToolBar(area, bar);
  bars_.push_back(bar);
  return bar;
}

void MainWindow::makeToolBars() {
  time_bar_ = new TimeBar(cursor_, actions_, this);
  addBar(time_bar_, "time-bar", Qt::TopToolBarArea);
  addToolBarBreak(Qt::TopToolBarArea);
  story_row_ = addBar(new QToolBar("Story", this), "story-bar", Qt::TopToolBarArea);
  story_ = new StoryBar(cursor_, bench_);
  story_->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
  story_row_->addWidget(story_);
  addToolBarBreak(Qt::TopToolBarArea);
  find_ = new FindBar(cursor_, this);
  addBar(find_, "find-bar", Qt::TopToolBarArea);
  scrubber_ = new Scrubber(cursor_);
  scrubber_->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  addBar(new QToolBar("Timeline", this), "scrub-bar", Qt::BottomToolBarArea)->addWidget(scrubber_);
}

void MainWindow::makeCentre() {
  auto* start = new StartPage;
  connect(start, &StartPage::exampleWanted, this, &MainWindow::openExample);
  connect(start, &StartPage::openWanted, this, &MainWindow::openDialog);
  // It may scroll: else the diagram, which has its place, could never be narrower than the three stories.
  auto* scroll = new QScrollArea;
  scroll->setWidget(start);
  scroll->setWidgetResizable(true);
  scroll->setFrameShape(QFrame::NoFrame);
  space_ = new SpaceTimeView(cursor_);
  space_->setObjectName("diagram");
  space_->setMinimumHeight(diagram_height_min);  // of a window that gets smaller, panes give way first
  beside_ = new Beside(cursor_, bench_, navigation_, *space_, this);
  tour_ = new Tour(this);
  auto* both = new QSplitter(Qt::Vertical);
  both->addWidget(tour_);
  both->addWidget(space_);
  both->addWidget(beside_->diagram());
  both->setChildrenCollapsible(false);
  both->setStretchFactor(0, 0);
  for (const int diagram : {1, 2}) both->setStretchFactor(diagram, 1);
  beside_->diagram()->hide();
  pages_ = new QStackedWidget;
  pages_->addWidget(scroll);
  pages_->addWidget(both);
  setCentralWidget(pages_);
}

void MainWindow::makePanes() {
  map_ = new PipelineView(cursor_);
  plots_ = new PlotsPane(cursor_);
  log_ = new EventLogPane(cursor_);
  inspector_ = new Inspector(cursor_);
  hunt_ = new HuntPane(cursor_, bench_);
  scenario_ = new ScenarioPane(cursor_);
  docks_.add("map", "Pipeline", map_);
  docks_.add("log", "Event log", log_);
  docks_.add("plots", "Plots", plots_);
  docks_.add("hunt", "Hunt", hunt_);
  docks_.add("compare", "Compare", beside_->pane());
  docks_.add("scenario", "Scenario", scenario_);
  design_ = new DesignPane(cursor_);
  docks_.add("design", "Design", design_);
  docks_.add("branches", "Branches", new BranchesPane(bench_));
  docks_.add("sums", "Sums", new SumsPane(cursor_));
  docks_.add("inspector", "Inspector", inspector_);
  for (const TableSpec* spec : all_tables()) {
    const bool has_a_picture = spec == &tables::locks();
    QWidget* pane = has_a_picture ? static_cast<QWidget*>(new LocksPane(cursor_)) : new TablePane(*spec, cursor_);
    docks_.add(spec->name, spec->title, pane);
  }
  docks_.placeAll();
  actions_.addPanes(docks_.panes());
  saving_ = new Saving(cursor_, bench_, *log_->model(), [this] { return canvasToDraw(); }, this);
  reporting_ = new Reporting(cursor_, bench_, this);
}

void MainWindow::connectAll() {
  connect(&bench_, &Workbench::changed, this, &MainWindow::runChanged);
  connect(&bench_, &Workbench::working, this, [this] { showWork(true); });
  connect(&bench_, &Workbench::failed, this, [this] {
    tour_awaits_run_ = false;
    if (!cursor_.run()) story_row_->show();
  });
  connect(tour_, &Tour::paneWanted, this, &MainWindow::showPane);
  connect(tour_, &Tour::commandWanted, this, &MainWindow::trigger);
  connect(&bench_, &Workbench::renewed, this, [this] { say("The trace was written anew: this is it as it is now"); });
  connect(&bench_.live(), &LiveRun::began, this, [this] {
    space_->setFocus();
    player_.follow();
  });
  connect(&bench_.live(), &LiveRun::abandoned, &player_, &Player::stop);
  connect(&player_, &Player::paceChanged, this, [this] { bench_.live().setFree(player_.isUnhindered()); });
  connect(&player_, &Player::metBreakpoint, &navigation_, &Navigation::toRecord);
  connect(&navigation_, &Navigation::arrived, space_, &SpaceTimeView::showSpeaker);
  connect(&cursor_, &Cursor::jumped, space_, &SpaceTimeView::showSpeaker);  // also by a click in another pane
  connect(&find_->search(), &PatternSearch::found, &navigation_, &Navigation::toRecord);
  connect(&player_, &Player::said, this, &MainWindow::say);
  connect(&navigation_, &Navigation::said, this, &MainWindow::say);
  connect(&faults_, &FaultEditing::said, this, &MainWindow::say);
  connect(saving_, &Saving::said, this, &MainWindow::say);
  connect(reporting_, &Reporting::said, this, &MainWindow::say);
  connect(beside_, &Beside::said, this, &MainWindow::say);
  connect(beside_, &Beside::paneWanted, this, [this] { showPane("compare"); });
  connect(time_bar_, &TimeBar::goWanted, this, [this](const QString& place) {
    setFocus();
    navigation_.goTo(place);
  });
  connect(story_, &StoryBar::goWanted, &navigation_, &Navigation::toViolation);
  connect(story_, &StoryBar::whyWanted, &navigation_, &Navigation::toCause);
  connect(story_, &StoryBar::mendWanted, &bench_, &Workbench::applyKnob);
  connect(story_, &StoryBar::undoWanted, &bench_, &Workbench::undo);
  connect(story_, &StoryBar::cancelWanted, &bench_, &Workbench::cancel);
  connect(inspector_, &Inspector::actionWanted, this, &MainWindow::trigger);
  connect(space_, &SpaceTimeView::menuWanted, this, [this](QPoint where) { actions_.whatIfMenu(where); });
  connect(space_, &SpaceTimeView::faultMoved, &faults_,
          [this](quint32 fault, qint64 by) { faults_.moveBy(fault, Duration(by)); });
  connect(space_, &SpaceTimeView::faultStretched, &faults_,
          [this](quint32 fault, qint64 by) { faults_.stretchBy(fault, Duration(by)); });
  connect(scenario_, &ScenarioPane::changeWanted, &bench_, &Workbench::applyKnob);
  connect(scenario_, &ScenarioPane::saveWanted, saving_, &Saving::scenarioDialog);
  connect(design_, &DesignPane::changeWanted, &bench_, &Workbench::applyKnob);
  connect(design_, &DesignPane::placeWanted, this, [this](const QString& path) {
    showPane("scenario");
    scenario_->filter()->setText(path);
    scenario_->focusFilter();
  });
  const auto* next = findChild<TablePane*>(tables::next().name);
  connect(next->table(), &QTableView::activated, this, [this] { trigger("first"); });
  const auto* queues = findChild<TablePane*>(tables::queues().name);
  for (const auto signal : {&QTableView::clicked, &QTableView::activated}) {
    connect(queues->table(), signal, this, [this] { showPane(tables::commands().name); });
  }
}

bool MainWindow::isAtWork() const { return pages_->currentIndex() == 1; }

void MainWindow::showWork(bool work) {
  if (work && isAtWork()) return;
  if (!work) docks_.setVisible(false);  // first: it keeps their sizes
  pages_->setCurrentIndex(work ? 1 : 0);
  if (work) docks_.setVisible(true);
  for (QToolBar* bar : bars_) bar->setVisible(work && (bar != find_ || find_->isWanted()));
}

void MainWindow::showStartPage() {
  stop();
  tour_->end();
  showWork(false);
  statusBar()->clearMessage();
}

void MainWindow::openExample(int number, bool mended) {
  const Example& example = examples()[static_cast<std::size_t>(number)];
  navigation_.forgetPlaces();
  bench_.runResource(":/examples/" + example.scenario, mended ? example.mended() : example.failing,
                     example.title + (mended ? ", mended" : ""));
  story_->offerMending(example.title, example.mend_path, example.mend_value);
}

void MainWindow::beginTour() {
  openExample(0, false);
  tour_awaits_run_ = true;
}

void MainWindow::openDialog() {
  const QString path = QFileDialog::getOpenFileName(this, "Open a scenario or a trace", {}, openable);
  if (!path.isEmpty()) open(path);
}

void MainWindow::runChanged() {
  showWork(true);
  space_->setFocus();
  setWindowTitle("Crisper: " + bench_.title());
  say(bench_.edits() == 0 ? QString("Press Shift+F9 to go to what broke, ? for all keys") : QString());
  inspector_->refresh();
  beside_->show();
  if (std::exchange(tour_awaits_run_, false)) tour_->begin();
  const std::vector<ToldSentence>& told = cursor_.run()->folder.explanation;
  if (told.empty()) return;
  showPane("explanation");
  const auto last = std::min<std::uint64_t>(told.back().record, cursor_.run()->trace().last());
  navigation_.toRecord(static_cast<RecordId>(last));
}

void MainWindow::stop() {
  tour_awaits_run_ = false;
  player_.stop();
  bench_.cancel();
  hunt_->stop();
  reporting_->stop();
  find_->search().stop();
}

void MainWindow::changeScenario() {
  if (!cursor_.run()) return;
  showPane("scenario");
  scenario_->focusFilter();
}

void MainWindow::hunt(HuntRequest::Kind kind) {
  if (!cursor_.run()) return;
  showPane("hunt");
  hunt_->start(kind, false);
}

void MainWindow::explain() {
  if (!cursor_.run()) return;
  if (!cursor_.run()->folder.explanation.empty()) return showPane("explanation");
  showPane("hunt");
  hunt_->start(HuntRequest::Kind::shrink, true);
}

/// What has the focus, if it is a picture.
QWidget* MainWindow::canvasToDraw() const {
  for (QWidget* each : {static_cast<QWidget*>(map_), static_cast<QWidget*>(scrubber_),
                        static_cast<QWidget*>(findChild<WaitForView*>())}) {
    if (each->hasFocus()) return each;
  }
  return space_->viewport();
}

void MainWindow::focusGoTo() { time_bar_->focusGoTo(); }
void MainWindow::focusFilter() { log_->focusFilter(); }
void MainWindow::focusDiagram() { space_->setFocus(); }

void MainWindow::showPalette() {
  auto* palette = new CommandPalette(docks_.panes(), this);
  palette->setAttribute(Qt::WA_DeleteOnClose);
  connect(palette, &CommandPalette::chosen, this, &MainWindow::trigger);
  palette->open();
}

void MainWindow::showKeys() {
  auto* keys = new KeyList(this);
  keys->setAttribute(Qt::WA_DeleteOnClose);
  keys->show();
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
  if (remember_) {
    QSettings settings;
    settings.setValue("geometry", saveGeometry());
    settings.setValue("layout", docks_.save());
    settings.setValue("dark", isDark());
    settings.setValue("pinned-lanes", space_->rows().pinned());
    settings.setValue("folded-roles", space_->rows().folded());
  }
  QMainWindow::closeEvent(event);
}

bool MainWindow::eventFilter(QObject* watched, QEvent* event) {
  // A mouse's own buttons for it, wherever in the window it is.
  if (event->type() == QEvent::MouseButtonPress && watched->isWidgetType()) {
    const Qt::MouseButton button = static_cast<QMouseEvent*>(event)->button();
    const bool leads = button == Qt::BackButton || button == Qt::ForwardButton;
    if (leads && static_cast<QWidget*>(watched)->window() == this) {
      return trigger(button == Qt::BackButton ? "go-back" : "go-forward");
    }
  }
  return QMainWindow::eventFilter(watched, event);
}

void MainWindow::resizeEvent(QResizeEvent* event) {
  QMainWindow::resizeEvent(event);
  // Docks have their new places only then.
  if (event->size().width() < event->oldSize().width()) QTimer::singleShot(0, this, [this] { docks_.keepCentre(); });
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
