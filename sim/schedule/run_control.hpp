// RunControl: everything that can be decided from outside while a run goes on: which message goes next, whether time
// may pass, what is lost or doubled, who crashes. For searches that must try each of these; only on engines with
// foresight. What is decided is in the run's fault plan afterwards, which repeats it.
#pragma once

#include "core/message/ids.hpp"
#include "sim/engine/engine.hpp"
#include "sim/schedule/delivery_gate.hpp"

namespace crisper::sim {

/// What a control may ask of the run.
class ControlledWorld {
 public:
  virtual ~ControlledWorld() = default;
  /// In a nanosecond, before anything else that happens then; it starts again after this long.
  virtual void crash_soon(ProcessId process, Duration restart_after) = 0;
  /// Ends the run after the present callback; it says nothing about what would have followed.
  virtual void give_up() = 0;
};

class RunControl : public DeliveryGate, public LeapWatcher {
 public:
  /// Before the run, after open(). The world outlives it.
  virtual void take(ControlledWorld& world) = 0;
  /// Nothing else happens for less than this: longer spans are leaps, which before_leap() is told of.
  virtual Duration leap() const = 0;
  /// The process has suspended or ended a turn: a point at which a crash makes a difference.
  virtual void stepped(ProcessId process) = 0;
};

}  // namespace crisper::sim
