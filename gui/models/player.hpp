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
  /// In slices: the window stays awake. Where no breakpoint is set, to the next violation.
  void runToBreakpoint();
  void stop();
  const std::vector<Breakpoint>& breakpoints() const { return breakpoints_; }
  void setBreakpoints(std::vector<Breakpoint> breakpoints) { breakpoints_ = std::move(breakpoints); }

 signals:
  void said(QString message);
  /// A breakpoint became true here; the cursor is still where it was.
  void metBreakpoint(RecordId record);

 private:
  void frame();
  void walk();

  Cursor& cursor_;
  QTimer play_;
  QTimer walk_;
  double speed_ = 1;
  double play_ns_ = 0;  ///< fractions of a nanosecond count when time passes slowly
  std::vector<Breakpoint> breakpoints_;
  std::unique_ptr<RunState> walking_;
  std::vector<bool> were_true_;
};

}  // namespace crisper::gui
