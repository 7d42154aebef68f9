// LiveRun: a run shown while it goes. Reads what the live copy of its trace has so far, as one edition after the other,
// and lets the run go no further than a bounded stretch ahead of the cursor: a cursor that stands holds it.
#pragma once

#include <QObject>
#include <QString>
#include <QTimer>
#include <filesystem>

#include "gui/models/cursor.hpp"
#include "gui/models/trace_session.hpp"

namespace crisper::gui {

class LiveRun : public QObject {
  Q_OBJECT

 public:
  explicit LiveRun(Cursor& cursor, QObject* parent = nullptr);

  /// From now on, after `wait_ms`: a shorter run is not shown on its way. `place`: the folder where its files are going
  /// to be, or the partial trace.
  void follow(const QString& place, int wait_ms);
  /// No more editions; the last one stays on show.
  void end();
  /// The same of a run that will not come to its end.
  void abandon();
  bool isFollowing() const { return looks_.isActive(); }
  /// Whether what is on show is an edition of the run that is (or was last) followed.
  bool isShown() const;
  /// Whether the run may go on without regard to the cursor: nothing is going to stop it.
  void setFree(bool free);

 signals:
  /// How far the run may go, as an observation's number; UINT64_MAX: to its end. The first one asks for a live copy.
  void leaveGiven(quint64 until);
  /// The first edition is on show.
  void began();
  void abandoned();
  /// "Running: so far 1.2 s of simulated time, 52,000 observations".
  void said(QString words);

 private:
  void look();
  void show(const std::shared_ptr<const LoadedRun>& edition);
  void giveLeave();
  void tell(const QString& before);
  std::filesystem::path copy() const;

  Cursor& cursor_;
  TraceSession session_;
  QTimer looks_;
  std::filesystem::path place_;
  std::uintmax_t seen_ = 0;      ///< what the copy was like when it was last read
  qint64 read_from_ms_ = 0;
  qint64 rest_until_ms_ = 0;     ///< reading takes half of the time at most
  quint64 leave_ = 0;            ///< the last one; zero: none
  bool free_ = false;
  bool had_copy_ = false;
  std::shared_ptr<const LoadedRun> edition_;
};

}  // namespace crisper::gui
