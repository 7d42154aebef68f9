// QueueRouting: which handler may be given which command.
#pragma once

#include <cstdint>

#include "core/base/clock_kind.hpp"
#include "core/base/sim_time.hpp"

namespace crisper {

struct QueueRouting {
  /// Streams are hashed to so many partitions, each assigned to one group of handlers at a time; zero: any command to
  /// any handler.
  std::uint32_t partitions = 0;
  std::uint32_t group_size = 1;     ///< handlers that share what is assigned to one of them
  bool one_per_partition = true;    ///< false: one per stream, so that a partition's other streams go on meanwhile
  Duration session{};               ///< a group not heard of for so long loses its partitions
  ClockKind clock = ClockKind::monotonic;  ///< by which that is counted
};

}  // namespace crisper
