// Hunt: explore, check or shrink, started from the window: a command in a process of its own, its progress, its report.
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QString>
#include <QStringList>

#include "gui/models/child_command.hpp"
#include "gui/models/hunt_report.hpp"

namespace crisper::gui {

struct HuntRequest {
  enum class Kind { explore, check, shrink };
  Kind kind = Kind::explore;
  QString subject;             ///< a scenario; for shrink the folder of a run
  QString out;                 ///< a folder; for shrink the case file to write
  QString lasting = "20s";     ///< of explore and check
  QString strategy{};          ///< of explore; empty: the usual one
  int losses = 0;              ///< what check may do in one execution
  int duplicates = 0;
  int timeouts = 0;
  bool reorder = false;
  QString may_crash{};         ///< a process; empty: nobody

  /// What is handed to the command, without its own name.
  QStringList arguments() const;
};

class Hunt : public QObject {
  Q_OBJECT

 public:
  explicit Hunt(QObject* parent = nullptr);

  /// Ends in exactly one of finished, failed and cancelled.
  void start(const HuntRequest& request);
  /// The first time: an orderly end, with what was found. Then: at once.
  void stop();
  bool isBusy() const { return child_.isBusy(); }
  const HuntRequest& request() const { return request_; }

 signals:
  /// A word on how it goes; share is -1 where nobody knows how far it is.
  void progressed(QString line, double share);
  void finished(const HuntReport& report);
  void failed(QString message);
  void cancelled();

 private:
  double share_of(const QString& line) const;

  ChildCommand child_;
  HuntRequest request_;
  QElapsedTimer since_;
  bool stopping_ = false;
};

}  // namespace crisper::gui
