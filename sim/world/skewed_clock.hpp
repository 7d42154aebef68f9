// SkewedClock: what a process reads when it asks for the time. Skew changes the answer, never when things happen.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "core/base/sim_time.hpp"

namespace crisper::sim {

/// One machine's wall clock and monotonic clock, which have one quartz. Errors of several faults add up; each is mended
/// on its own: the wall clock is then set right, the monotonic clock goes on from where it is.
class SkewedClock {
 public:
  /// From now on the wall clock is wrong by `offset`, and both by `drift_ppm` millionths of the time passed since
  /// `began`: now, or before, where a process comes to a machine whose clock has been wrong for a while.
  void skew(std::int32_t fault, SimTime began, SimTime now, Duration offset, std::int64_t drift_ppm) {
    settle(began);
    errors_.push_back({fault, began, offset, drift_ppm});
    settle(now);
  }
  void mend(std::int32_t fault, SimTime now) {
    settle(now);
    std::erase_if(errors_, [&](const Error& error) { return error.fault == fault; });
  }

  SimTime read(SimTime now) const {
    SimTime answer = now;
    for (const Error& error : errors_) answer += error.offset + drifted(now - error.since, error.drift_ppm);
    return answer;
  }

  /// Stands still where the errors together take more time away than passes.
  SimTime monotonic(SimTime now) const {
    const Duration passed = now - settled_at_;
    return settled_ + passed + drifted(passed, std::max<std::int64_t>(drift_ppm(), -1'000'000));
  }
  bool drifts() const { return drift_ppm() != 0; }

 private:
  struct Error {
    std::int32_t fault;
    SimTime since;
    Duration offset;
    std::int64_t drift_ppm;
  };

  static Duration drifted(Duration passed, std::int64_t ppm) {
    if (ppm == 0) return {};
    __extension__ using Wide = __int128;
    return Duration(static_cast<std::int64_t>(static_cast<Wide>(passed.count()) * ppm / 1'000'000));
  }
  std::int64_t drift_ppm() const {
    std::int64_t sum = 0;
    for (const Error& error : errors_) sum += error.drift_ppm;
    return sum;
  }
  /// What the monotonic clock has counted stays, whatever its rate is from now on.
  void settle(SimTime now) {
    settled_ = monotonic(now);
    settled_at_ = now;
  }

  std::vector<Error> errors_;
  SimTime settled_;     ///< what the monotonic clock said…
  SimTime settled_at_;  ///< …at this true time
};

}  // namespace crisper::sim
