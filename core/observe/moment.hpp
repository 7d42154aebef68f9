// Moment: an instant of true time that a process may remember and hand to an observation, and can't read.
#pragma once

#include "core/base/sim_time.hpp"

namespace crisper {

/// What a run measures is true time, which no process has. So a process marks where a measure begins, and the length
/// is stamped when the observation is said: see Observation::since.
class Moment {
 public:
  /// Of nothing: an observation that carries it measures nothing.
  constexpr Moment() = default;
  /// Only who has the true time can make one: a Context.
  constexpr explicit Moment(SimTime true_time) : at_(true_time) {}

 private:
  friend struct Observation;
  SimTime at_ = sim_never;
};

}  // namespace crisper
