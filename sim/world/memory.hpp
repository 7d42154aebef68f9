// Memory: what processes with a budget are charged, in bytes. The prices are round figures of common runtimes, the same
// for every design; docs/guide/ownership.md states them.
#pragma once

#include <cstdint>

#include "core/message/envelope.hpp"

namespace crisper::sim {

inline constexpr std::uint64_t message_overhead_bytes = 128;  ///< beside what it has on the wire
inline constexpr std::uint64_t turn_bytes = 2048;             ///< the frames of a turn under way
inline constexpr std::uint64_t spawned_process_bytes = 4096;  ///< charged to its parent, as long as it lives

inline std::uint64_t memory_of(const Envelope& envelope) {
  return message_overhead_bytes + envelope.payload.wire_bytes();
}

}  // namespace crisper::sim
