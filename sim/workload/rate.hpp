// Rate: how often something happens, as an exact ratio, so that "50/s" is the same on every machine.
#pragma once

#include <cstdint>

#include "core/base/sim_time.hpp"

namespace crisper::sim {

/// `micro_events` millionths of an event in each `per`.
struct Rate {
  std::int64_t micro_events = 0;
  Duration per = std::chrono::seconds(1);

  static constexpr Rate per_second(std::int64_t events) { return Rate{.micro_events = events * 1'000'000}; }

  /// When the n-th event of an even stream happens, counted from its start; the first at zero. The rate isn't zero.
  Duration time_of(std::uint64_t n) const {
    __extension__ using Wide = __int128;
    return Duration(static_cast<std::int64_t>(static_cast<Wide>(n) * per.count() * 1'000'000 / micro_events));
  }
  Duration mean_gap() const { return time_of(1); }
  double per_second() const { return static_cast<double>(micro_events) / 1e6 / to_seconds(per); }

  friend bool operator==(const Rate&, const Rate&) = default;
};

}  // namespace crisper::sim
