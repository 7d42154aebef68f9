// MainWindow: the panes around one cursor, and what can be done with them.
#pragma once

#include <QMainWindow>
#include <QTimer>
#include <map>
#include <optional>
#include <vector>

#include "gui/models/breakpoint.hpp"
#include "gui/models/cursor.hpp"
#include "gui/models/cursor_link.hpp"
#include "gui/models/fault_edits.hpp"
#include "gui/models/hunt.hpp"
#include "gui/models/workbench.hpp"

class QLabel;
class QLineEdit;
class QSplitter;
class QStackedWidget;
class QToolBar;

namespace crisper::gui {

class ComparePane;
class EventLogPane;
class HuntPane;
class Inspector;
class PipelineView;
class PlotsPane;
class ScenarioPane;
class Scrubber;
class SpaceTimeView;
class StartPage;
class StoryBar;

class MainWindow : public QMainWindow {
  Q_OBJECT

 public:
  /// `remember`: whether layout and colours are kept for the next start; tests don't.
  explicit MainWindow(bool remember, QWidget* parent = nullptr);
  ~MainWindow() override;

  void open(const QString& path) { bench_.open(path); }
  void openExample(int number, bool mended);
  Cursor& cursor() { return cursor_; }
  Workbench& bench() { return bench_; }
  Cursor& other() { return other_; }
  Workbench& otherBench() { return other_bench_; }
  StoryBar& story() { return *story_; }

  // What the commands do.
  void openDialog();
  void showStartPage();
  void copyRepro();
  void savePlanDialog();
  void saveScenarioDialog();
  void saveCaseDialog();
  void exportSvgDialog();
  /// The diagram as lines and letters; false where it can't be written.
  bool saveSvg(const QString& path);
  void exportPngDialog();
  void exportCsvDialog();
  void togglePlay();
  void changeSpeed(double factor);
  void runToBreakpoint();
  void stop();
  void toCause();
  void toEffect();
  /// There, and few enough messages around it to tell them apart.
  void toRecord(RecordId record);
  void toTrouble(int direction);
  /// To the first violation; from there on to whatever broke next.
  void toViolation();
  void toMark(int direction, std::initializer_list<Mark::Kind> kinds);
  void focusGoTo();
  void goTo(const QString& place);
  void toggleBookmark();
  void nextBookmark();
  void editBreakpoints();
  void setBreakpoints(std::vector<Breakpoint> breakpoints);
  void whatIf(const QString& name);
  /// Moves the fault at the cursor by a share of the time that askHowLong sets.
  void moveFault(int direction);
  void stretchFault(int direction);
  void changeScenario();
  void askHowLong();
  void hunt(HuntRequest::Kind kind);
  /// The smallest run that still fails, made and told.
  void explain();
  void showPane(const QString& name);
  /// Puts the run of this path beside the one on show.
  void compareWith(const QString& path, const QString& title);
  void compareWithBefore();
  void compareDialog();
  void endCompare();
  void toParting();
  /// Two records that stand for one another, beside each other.
  void showPair(RecordId in_a, RecordId in_b);
  void zoom(double factor);
  void focusFilter();
  void focusDiagram();
  void showPalette();
  void showKeys();
  bool isDark() const;
  void setDark(bool dark);
  void resetLayout();
  bool isPlaying() const { return play_.isActive(); }
  /// Runs a command by its name; false where there is none.
  bool trigger(const QString& name);

 protected:
  void childEvent(QChildEvent* event) override;
  void closeEvent(QCloseEvent* event) override;
  void dragEnterEvent(QDragEnterEvent* event) override;
  void dropEvent(QDropEvent* event) override;

 private:
  void makeActions();
  void makePanes();
  void makeToolBars();
  void addPane(const QString& name, const QString& title, QWidget* pane);
  QDockWidget* dock(const QString& name) const;
  void placeAll();
  void raiseFirst();
  void arrange();
  void showWork(bool work);
  void runChanged();
  void showBeside();
  void frame();
  void walk();
  void say(const QString& message);
  void whatIfMenu(QPoint where);
  using FaultEdit = WhatIfResult (*)(const LoadedRun& run, std::uint32_t fault, Duration by);
  void editFault(FaultEdit edit, std::uint32_t fault, Duration by);
  /// The fault at the cursor, or the one that was edited last, wherever it has gone since.
  std::optional<std::uint32_t> chosenFault() const;

  bool remember_;
  bool arranged_ = false;  ///< panes have the widths of the first start, or those of the last
  Cursor cursor_;
  Workbench bench_;
  Cursor other_;           ///< in the run beside the one on show
  Workbench other_bench_;
  CursorLink link_;
  QString other_title_;
  QStackedWidget* pages_ = nullptr;
  StartPage* start_ = nullptr;
  StoryBar* story_ = nullptr;
  QSplitter* both_ = nullptr;
  SpaceTimeView* space_ = nullptr;
  SpaceTimeView* beside_ = nullptr;
  PipelineView* map_ = nullptr;
  PlotsPane* plots_ = nullptr;
  EventLogPane* log_ = nullptr;
  Inspector* inspector_ = nullptr;
  HuntPane* hunt_ = nullptr;
  ComparePane* compare_ = nullptr;
  ScenarioPane* scenario_ = nullptr;
  Scrubber* scrubber_ = nullptr;
  QLineEdit* go_to_ = nullptr;
  QLabel* where_ = nullptr;
  QToolBar* time_bar_ = nullptr;
  QToolBar* story_bar_ = nullptr;
  QToolBar* scrub_bar_ = nullptr;
  std::map<QString, QAction*> actions_;
  std::vector<QDockWidget*> docks_;
  QTimer play_;
  QTimer walk_;
  double speed_ = 1;
  double play_ns_ = 0;  ///< fractions of a nanosecond count when time passes slowly
  Duration how_long_ = std::chrono::milliseconds(500);
  std::optional<sim::Fault> edited_fault_;
  RecordId edited_at_ = 0;  ///< where the cursor stood: elsewhere another fault is meant
  std::vector<Breakpoint> breakpoints_;
  std::unique_ptr<RunState> walking_;
  std::vector<bool> were_true_;
};

}  // namespace crisper::gui
