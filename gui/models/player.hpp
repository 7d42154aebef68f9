// Player: lets time pass, or walks on to the next breakpoint, until it is told to stop.
#pragma once

#include <QObject>
#include <QTimer>
#include <memory>
#include <vector>

#include "gui/models/breakpoint.hpp"
#include "gui/models/cursor.hpp"

namespace crisper::gui {

class Player : public QObject {
  Q_OBJECT

 public:
  explicit Player(Cursor& cursor, QObject* parent = nullptr);

  /// Plays or pauses; from the end, plays from the beginning.
  void toggle();
  bool isPlaying() const { return play_.isActive(); }
  void changeSpeed(double factor);
  /// In slices: the window stays awake. Where no breakpoint is set, to the next violation. In a run that is still
  /// going, on with it as it grows.
  void runToBreakpoint();
  /// Along with a run that is still going, until a breakpoint is met.
  void follow();
  bool isFollowing() const { return walking_ && follows_; }
  /// Whether nothing is going to stop it before the end of the run.
  bool isUnhindered() const { return isFollowing() && breakpoints_.empty(); }
  void stop();
  const std::vector<Breakpoint>& breakpoints() const { return breakpoints_; }
  void setBreakpoints(std::vector<Breakpoint> breakpoints);

 signals:
  /// It began or ended to follow, or got other breakpoints.
  void paceChanged();
  void said(QString message);
  /// A breakpoint became true here; the cursor is still where it was.
  void metBreakpoint(RecordId record);

 private:
  void frame();
  void walk();
  /// What was walked with belongs to the edition before.
  void renew();
  void beginWalk();
  void noteWhatIsTrue();
  /// From the cursor to where time has come; false where a breakpoint stops it.
  bool meetsNothingUntil(RecordId to);
  void stopAt(std::size_t breakpoint);
  void walkCursor(RecordId to);
  /// Simulated time that passes in a second.
  double paceNs() const;

  Cursor& cursor_;
  QTimer play_;
  QTimer walk_;
  double speed_ = 1;
  double play_ns_ = 0;  ///< fractions of a nanosecond count when time passes slowly
  std::vector<Breakpoint> breakpoints_;
  std::unique_ptr<RunState> walking_;
  std::vector<bool> were_true_;
  bool follows_ = false;
  RecordId left_at_ = 0;   ///< where it brought the cursor: anywhere else, somebody else did
  double slow_ns_ = 0;     ///< of a run that grows: what passes in a second at the usual speed
};

}  // namespace crisper::gui
