// Workbench: opens runs and makes new ones, and remembers the way from one to the next, so that a change can be undone.
#pragma once

#include <QFileSystemWatcher>
#include <QObject>
#include <QString>
#include <QTemporaryDir>
#include <QTimer>
#include <optional>
#include <vector>

#include "gui/models/branches.hpp"
#include "gui/models/child_run.hpp"
#include "gui/models/cursor.hpp"
#include "gui/models/growing_trace.hpp"
#include "gui/models/live_run.hpp"
#include "gui/models/trace_session.hpp"
#include "gui/models/what_if.hpp"

namespace crisper::gui {

class Workbench : public QObject {
  Q_OBJECT

 public:
  explicit Workbench(Cursor& cursor, QObject* parent = nullptr);

  /// A scenario is run first; a trace or the folder of a run is opened as it is; one that is still being written is
  /// waited for. A trace on show that is written anew is opened again.
  void open(const QString& path);
  /// Runs a scenario with some values changed; begins a new history.
  void run(const QString& scenario, const QStringList& settings, const QString& title);
  /// The same for a scenario that the window brings along.
  void runResource(const QString& resource, const QStringList& settings, const QString& title);
  /// A saved run (a folder, a plan, a case file) made again, as the next step of the history.
  void openSaved(const QString& saved, const QString& label);
  /// Runs the scenario on show with one value changed; what it was stays in the history.
  void applyKnob(const QString& path, const QString& value);
  /// Repeats the run with another plan; what it was stays in the history.
  void apply(const WhatIfResult& what);
  void cancel();
  /// The run that is going, shown on its way. Of one that is cancelled or fails, what came so far stays on show, unless
  /// there is a run before it to go back to.
  LiveRun& live() { return live_; }
  /// A run that takes longer than this is shown on its way; negative: none is, as at first.
  void showLiveAfter(int ms) { live_after_ms_ = ms; }

  bool isBusy() const { return child_.isBusy() || session_.isBusy() || waiting_.isActive(); }
  /// What was made of the first run, change by change; another change of the same run is a branch beside.
  const Branches& branches() const { return branches_; }
  /// Which of them is on show; -1: none.
  int place() const { return place_; }
  /// Shows that one.
  void go(int place);
  bool canUndo() const { return place_ >= 0 && branches_.at(place_).parent >= 0 && !isBusy(); }
  bool canRedo() const { return place_ >= 0 && branches_.at(place_).next >= 0 && !isBusy(); }
  void undo();
  /// To the branch from which one came last.
  void redo();
  /// What the change was that undo would take back; empty where there is none.
  QString lastEdit() const;
  int edits() const { return place_ < 0 ? 0 : branches_.depth(place_); }
  /// After a change: what planned faults strike now that they did not strike before it; see strayed_faults.
  QStringList strayed() const;

  /// The plan of the run on show, as `crisper run --plan` takes it. Empty when written, else what went wrong.
  QString savePlan(const QString& path) const;
  /// Its scenario, every value named. Empty when written, else what went wrong.
  QString saveScenario(const QString& path) const;
  /// The run on show as one file that `crisper replay` repeats. Empty when written, else what went wrong.
  QString saveCase(const QString& path) const;
  /// Why saveCase can't; empty where it can.
  QString whyNoCase() const;
  /// The command line that repeats the run on show; empty where that takes a case: it was changed here, or its scenario
  /// is the window's own.
  QString repro() const;
  QString title() const;
  QString folder() const;
  /// The run before the last change; empty where there is none.
  QString folderBefore() const;
  /// A name for a file or folder that lives as long as the window.
  QString scratchPath(const QString& name);

 signals:
  /// A word on what is under way; share is -1 where nobody knows how far it is.
  void working(QString what, double share);
  void idle();
  void failed(QString message);
  /// The run on show is another.
  void changed();
  /// After `changed`: it is what somebody else has written in the place of the trace that was on show.
  void renewed();

 private:
  void show(int place);
  void wait(const GrowingTrace& trace);
  void lookAgain();
  void watch();
  Result<std::string, QString> caseText() const;
  void leaveLive();
  void runInto(RunRequest request, const QString& label, bool fresh);
  QString newFolder();

  Cursor& cursor_;
  ChildRun child_;
  LiveRun live_;
  int live_after_ms_ = -1;
  QString trouble_;  ///< to be told when the run before is on show again
  TraceSession session_;
  QTemporaryDir scratch_;
  int folders_ = 0;
  Branches branches_;
  int place_ = -1;
  Branch pending_;
  bool pending_fresh_ = false;
  int pending_place_ = -1;
  bool pending_is_live_ = false;  ///< it is the end of what is shown on its way
  std::optional<GrowingTrace> growing_;
  QTimer waiting_;
  int absent_ = 0;  ///< how often it has been neither growing nor whole
  QFileSystemWatcher watcher_;
  QTimer written_anew_;
  bool renewing_ = false;
};

}  // namespace crisper::gui
