// DeliveryGate: stands where packets reach their receivers and may keep any of them waiting. Only on engines with
// foresight. What it makes packets wait becomes part of the fault plan, to the nanosecond: a packet that waited is
// one that a `reorder` fault struck.
#pragma once

#include <optional>

#include "sim/engine/engine.hpp"
#include "sim/faults/fault_plan.hpp"
#include "sim/schedule/scheduler.hpp"

namespace crisper::sim {

/// What a gate asks of the network whose packets it holds.
class GateKeeper {
 public:
  virtual ~GateKeeper() = default;
  virtual SimTime time() const = 0;
  /// A packet that waits at the gate goes on at this time, later than now; the plan says so from now on.
  virtual void let_go(Cookie packet, SimTime at) = 0;
};

/// Called by the network. A packet is announced by under_way, its arrival time perhaps corrected by foresee; then it
/// either reaches the gate (passes) or not; in the end it is gone. Later calls name it by its attempt: the cookie may
/// name another packet by then.
class DeliveryGate {
 public:
  virtual ~DeliveryGate() = default;
  /// Before the run. The keeper outlives it.
  virtual void open(GateKeeper& keeper) = 0;
  /// Whether a session's acknowledgements and resets come to the gate too; asked once, before the run.
  virtual bool takes_control_packets() const { return true; }
  /// This packet is about to leave (`arrival` isn't known yet): a loss or a duplicate that strikes it, beyond its fate.
  virtual std::optional<FaultKind> strikes(const Ready&) { return std::nullopt; }
  /// Sent, `ready.arrival` being when it will be there. `certain`: no fault will make that later. `in_order`: it keeps
  /// its place on its link unless this gate lets another overtake it.
  virtual void under_way(Cookie packet, const Ready& ready, bool certain, bool in_order) = 0;
  /// A fault of the plan makes it reach the gate at this time instead.
  virtual void foresee(AttemptId attempt, SimTime at) = 0;
  /// It is at the gate. True: it goes on at once. False: it waits until it is let go.
  virtual bool passes(AttemptId attempt) = 0;
  /// Its receiver has had it, and has done what it does at once; or it was dropped.
  virtual void gone(AttemptId attempt) = 0;
};

}  // namespace crisper::sim
