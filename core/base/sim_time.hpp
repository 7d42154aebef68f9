// Simulated time: whole nanoseconds since the start of the run, and durations of the same grain.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace crisper {

/// A span of simulated time, in nanoseconds.
using Duration = std::chrono::duration<std::int64_t, std::nano>;

/// The clock whose time points are simulated. It can't be asked for the time: only a Context can.
struct SimClock {
  using duration = Duration;
  using rep = Duration::rep;
  using period = Duration::period;
  static constexpr bool is_steady = true;
};

/// An instant of simulated time; the run starts at zero.
using SimTime = std::chrono::time_point<SimClock, Duration>;

constexpr SimTime sim_start{};
constexpr SimTime sim_never = SimTime::max();

constexpr std::int64_t to_ns(Duration span) { return span.count(); }
constexpr std::int64_t to_ns(SimTime instant) { return instant.time_since_epoch().count(); }

/// Seconds as a double, for people and for engines that count so.
constexpr double to_seconds(Duration span) { return static_cast<double>(span.count()) / 1e9; }
constexpr double to_seconds(SimTime instant) { return to_seconds(instant.time_since_epoch()); }

/// "1.5ms", "20s", "0s": the largest unit that leaves a number of at least one, three decimals at the most.
std::string to_text(Duration span);
std::string to_text(SimTime instant);

namespace literals {
using namespace std::chrono_literals;
}

}  // namespace crisper
