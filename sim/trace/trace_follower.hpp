// TraceFollower: whoever looks on at a run while it goes, and may hold it. Outside of the run: simulated time stands
// still while it waits, and nothing that is said changes.
#pragma once

#include <cstdint>

namespace crisper::sim {

class TraceFollower {
 public:
  struct Leave {
    bool is_looking = false;           ///< a live copy of the trace is wanted
    std::uint64_t until = UINT64_MAX;  ///< the run waits once it has said the observation of this number

    friend bool operator==(const Leave&, const Leave&) = default;
  };

  virtual ~TraceFollower() = default;
  /// What is wanted now. The simulating thread asks every few hundred observations: it must not take long.
  virtual Leave leave() = 0;
  /// Returns when there may be another leave; the run stands still so long.
  virtual void wait() = 0;
};

}  // namespace crisper::sim
