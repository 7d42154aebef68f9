// TraceSession: loads a run in a thread of its own, tells how far it is, and can be told to stop.
#pragma once

#include <QObject>
#include <QString>
#include <atomic>
#include <memory>

#include "gui/models/loaded_run.hpp"

class QThread;

namespace crisper::gui {

class TraceSession : public QObject {
  Q_OBJECT

 public:
  explicit TraceSession(QObject* parent = nullptr);
  /// Stops what is under way.
  ~TraceSession() override;

  /// A trace, or the folder of a run. Stops what was being opened before. Ends in exactly one of the signals loaded,
  /// failed and cancelled.
  void open(const QString& path);
  void cancel();
  bool isBusy() const { return job_ != nullptr; }
  QString path() const { return path_; }

 signals:
  void progress(double share);
  void loaded(std::shared_ptr<const crisper::gui::LoadedRun> run);
  /// What is wrong, in one sentence.
  void failed(QString message);
  void cancelled();

 private:
  struct Job;
  void finish(const std::shared_ptr<Job>& job);
  void abandon();

  std::shared_ptr<Job> job_;
  QString path_;
};

}  // namespace crisper::gui
