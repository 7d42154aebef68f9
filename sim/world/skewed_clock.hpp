// SkewedClock: what a process reads when it asks for the time. Skew changes the answer, never when things happen.
#pragma once

#include <cstdint>

#include "core/base/sim_time.hpp"

namespace crisper::sim {

class SkewedClock {
 public:
  /// From now on the clock is wrong by `offset`, and by `drift_ppm` millionths of the time passed since.
  void skew(SimTime now, Duration offset, std::int64_t drift_ppm) {
    since_ = now;
    offset_ = offset;
    drift_ppm_ = drift_ppm;
  }
  void mend() { *this = SkewedClock{}; }

  SimTime read(SimTime now) const {
    if (offset_ == Duration::zero() && drift_ppm_ == 0) return now;
    return now + offset_ + Duration((now - since_).count() / 1'000'000 * drift_ppm_);
  }

 private:
  SimTime since_{};
  Duration offset_{};
  std::int64_t drift_ppm_ = 0;
};

}  // namespace crisper::sim
