// MainWindow: the panes around one cursor, and the objects that act on it. What each command does is theirs; the window
// puts them together and lets them speak in its status bar.
#pragma once

#include <QMainWindow>
#include <vector>

#include "gui/command_actions.hpp"
#include "gui/dock_layout.hpp"
#include "gui/models/cursor.hpp"
#include "gui/models/fault_editing.hpp"
#include "gui/models/hunt.hpp"
#include "gui/models/navigation.hpp"
#include "gui/models/player.hpp"
#include "gui/models/workbench.hpp"

class QStackedWidget;

namespace crisper::gui {

class Beside;
class DesignPane;
class EventLogPane;
class HuntPane;
class FindBar;
class Inspector;
class PipelineView;
class PlotsPane;
class Reporting;
class Saving;
class ScenarioPane;
class Scrubber;
class SpaceTimeView;
class StoryBar;
class TimeBar;
class Tour;

class MainWindow : public QMainWindow {
  Q_OBJECT

 public:
  /// `remember`: whether layout and colours are kept for the next start; tests don't.
  explicit MainWindow(bool remember, QWidget* parent = nullptr);
  ~MainWindow() override;

  Cursor& cursor() { return cursor_; }
  Workbench& bench() { return bench_; }
  Player& player() { return player_; }
  Navigation& navigation() { return navigation_; }
  FaultEditing& faults() { return faults_; }
  Beside& beside() { return *beside_; }
  Saving& saving() { return *saving_; }
  FindBar& findBar() { return *find_; }
  Reporting& reporting() { return *reporting_; }
  StoryBar& story() { return *story_; }
  Scrubber& scrubber() { return *scrubber_; }
  SpaceTimeView& diagram() { return *space_; }

  void open(const QString& path) {
    tour_awaits_run_ = false;
    navigation_.forgetPlaces();
    bench_.open(path);
  }
  void openExample(int number, bool mended);
  void openDialog();
  void showStartPage();
  /// The first story, with a word on each pane.
  void beginTour();
  /// Playing, walking, running, loading, hunting.
  void stop();
  void changeScenario();
  void hunt(HuntRequest::Kind kind);
  /// The smallest run that still fails, made and told.
  void explain();
  void showPane(const QString& name) { docks_.show(name); }
  void focusGoTo();
  void focusFilter();
  void focusDiagram();
  void showPalette();
  void showKeys();
  bool isDark() const;
  void setDark(bool dark);
  void resetLayout() { docks_.reset(); }
  /// Where panes are and how large, for the next start; before a run is opened.
  QByteArray savedLayout() const { return docks_.save(); }
  void restoreLayout(const QByteArray& saved) { docks_.restore(saved); }
  /// Runs a command by its name; false where there is none.
  bool trigger(const QString& name) { return actions_.trigger(name); }

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;
  void childEvent(QChildEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void closeEvent(QCloseEvent* event) override;
  void dragEnterEvent(QDragEnterEvent* event) override;
  void dropEvent(QDropEvent* event) override;

 private:
  void makeToolBars();
  QToolBar* addBar(QToolBar* bar, const char* name, Qt::ToolBarArea area);
  void makeCentre();
  void makePanes();
  void connectAll();
  void showWork(bool work);
  bool isAtWork() const;
  void runChanged();
  void say(const QString& message);
  QWidget* canvasToDraw() const;

  bool remember_;
  Cursor cursor_;
  Workbench bench_;
  Player player_;
  Navigation navigation_;
  FaultEditing faults_;
  DockLayout docks_;
  CommandActions actions_;
  std::vector<QToolBar*> bars_;
  QToolBar* story_row_ = nullptr;
  Beside* beside_ = nullptr;
  Saving* saving_ = nullptr;
  Reporting* reporting_ = nullptr;
  QStackedWidget* pages_ = nullptr;
  SpaceTimeView* space_ = nullptr;
  PipelineView* map_ = nullptr;
  PlotsPane* plots_ = nullptr;
  EventLogPane* log_ = nullptr;
  Inspector* inspector_ = nullptr;
  HuntPane* hunt_ = nullptr;
  ScenarioPane* scenario_ = nullptr;
  DesignPane* design_ = nullptr;
  StoryBar* story_ = nullptr;
  Scrubber* scrubber_ = nullptr;
  TimeBar* time_bar_ = nullptr;
  FindBar* find_ = nullptr;
  Tour* tour_ = nullptr;
  bool tour_awaits_run_ = false;
};

}  // namespace crisper::gui
