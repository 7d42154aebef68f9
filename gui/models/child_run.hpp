// ChildRun: one `crisper run` in a process of its own, so that a crash or a stop never takes the window along.
#pragma once

#include <QObject>
#include <QProcess>
#include <QString>
#include <QStringList>

namespace crisper::gui {

struct RunRequest {
  QString scenario;       ///< path
  QString plan{};         ///< path; empty: the scenario's own faults
  QString engine{};       ///< empty: the scenario's
  QString seed{};         ///< empty: the scenario's
  QStringList settings{}; ///< path=value
  QString out;            ///< folder for the run's files

  /// What is handed to the command, without its own name.
  QStringList arguments() const;
};

class ChildRun : public QObject {
  Q_OBJECT

 public:
  explicit ChildRun(QObject* parent = nullptr);
  ~ChildRun() override;

  /// Stops what is under way. Ends in exactly one of finished, failed and cancelled.
  void start(const RunRequest& request);
  void cancel();
  bool isBusy() const { return process_ != nullptr; }

  /// The `crisper` command: beside the window's own program, else on the path.
  static QString command();

 signals:
  /// A run was made, whatever its verdict; its files are in the folder.
  void finished(QString folder);
  void failed(QString message);
  void cancelled();

 private:
  void end(int code, QProcess::ExitStatus status);
  void drop();

  QProcess* process_ = nullptr;
  RunRequest request_;
};

}  // namespace crisper::gui
