// ChildRun: one run, made by the `crisper` command in a process of its own.
#pragma once

#include <QObject>
#include <QString>
#include <QStringList>

#include "gui/models/child_command.hpp"

namespace crisper::gui {

struct RunRequest {
  QString scenario{};      ///< path
  QString saved{};         ///< instead: a saved run to repeat: its folder, its plan, or a case file
  QString plan{};          ///< path; empty: the scenario's own faults
  QString engine{};        ///< empty: the scenario's
  QString seed{};          ///< empty: the scenario's
  QStringList settings{};  ///< path=value
  bool follow = false;     ///< it may be looked at and held while it goes; not of a saved run
  QString out;             ///< folder for the run's files

  /// What is handed to the command, without its own name.
  QStringList arguments() const;
};

class ChildRun : public QObject {
  Q_OBJECT

 public:
  explicit ChildRun(QObject* parent = nullptr);

  /// Stops what is under way. Ends in exactly one of finished, failed and cancelled.
  void start(const RunRequest& request);
  void cancel() { child_.cancel(); }
  bool isBusy() const { return child_.isBusy(); }
  /// How far a run that is followed may go: the number of an observation; UINT64_MAX: to its end.
  void giveLeave(quint64 until);

 signals:
  /// A run was made, whatever its verdict; its files are in the folder.
  void finished(QString folder);
  void failed(QString message);
  void cancelled();

 private:
  ChildCommand child_;
  RunRequest request_;
};

}  // namespace crisper::gui
