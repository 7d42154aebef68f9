// SkewedClock: what a process reads when it asks for the time. Skew changes the answer, never when things happen.
#pragma once

#include <cstdint>
#include <vector>

#include "core/base/sim_time.hpp"

namespace crisper::sim {

/// Errors of several faults add up; each is mended on its own.
class SkewedClock {
 public:
  /// From now on the clock is wrong by `offset`, and by `drift_ppm` millionths of the time passed since.
  void skew(std::int32_t fault, SimTime now, Duration offset, std::int64_t drift_ppm) {
    errors_.push_back({fault, now, offset, drift_ppm});
  }
  void mend(std::int32_t fault) {
    std::erase_if(errors_, [&](const Error& error) { return error.fault == fault; });
  }

  SimTime read(SimTime now) const {
    SimTime answer = now;
    for (const Error& error : errors_) {
      __extension__ using Wide = __int128;
      const Wide drift = static_cast<Wide>((now - error.since).count()) * error.drift_ppm / 1'000'000;
      answer += error.offset + Duration(static_cast<std::int64_t>(drift));
    }
    return answer;
  }

 private:
  struct Error {
    std::int32_t fault;
    SimTime since;
    Duration offset;
    std::int64_t drift_ppm;
  };
  std::vector<Error> errors_;
};

}  // namespace crisper::sim
