// RangeSums: what happened in a stretch of time, summed up by process.
#pragma once

#include <cstdint>
#include <vector>

#include "gui/models/loaded_run.hpp"

namespace crisper::gui {

/// From the first instant on, up to and with the last.
struct Stretch {
  std::int64_t begin = 0;
  std::int64_t end = 0;
  friend bool operator==(const Stretch&, const Stretch&) = default;
};

struct ProcessSums {
  std::uint64_t sent = 0;      ///< messages, those to itself too
  std::uint64_t received = 0;
  std::uint64_t lost = 0;      ///< on their way to it
  std::uint64_t turns = 0;     ///< begun
  std::int64_t in_turns_ns = 0;      ///< of the stretch; a turn that waits for an answer goes on
  std::int64_t lock_waits_ns = 0;    ///< of the stretch
  std::uint64_t handled = 0;   ///< commands
  std::uint64_t stored = 0;    ///< events
  std::uint64_t applied = 0;   ///< events
  std::uint64_t faults = 0;    ///< that struck it, or a message of it

  void add(const ProcessSums& other);
  friend bool operator==(const ProcessSums&, const ProcessSums&) = default;
};

struct RangeSums {
  std::vector<ProcessSums> of{};  ///< by process
  ProcessSums all{};
  std::uint64_t submitted = 0;    ///< commands that clients sent, each time
  std::uint64_t answered = 0;
  std::uint64_t given_up = 0;
  std::uint64_t broken = 0;       ///< instants at which a property is known to be broken
};

/// O(observations of the stretch, and messages under way in it).
RangeSums sums_in(const LoadedRun& run, Stretch stretch);

}  // namespace crisper::gui
