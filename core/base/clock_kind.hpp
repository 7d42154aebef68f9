// ClockKind: which of a process's two clocks a design counts by, where it has the choice.
#pragma once

#include <cstdint>

namespace crisper {

/// Waits go by the monotonic clock. Where a mechanism compares time stamps instead, it inherits what is wrong with the
/// clock that wrote them.
enum class ClockKind : std::uint8_t {
  monotonic,  ///< never jumps and never goes back; may run fast or slow
  wall,       ///< the time of day as the machine believes it: may be set forwards or back while the process runs
};

}  // namespace crisper
