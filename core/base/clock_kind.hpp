// ClockKind: which of a process's two clocks a design counts by, where it has the choice.
#pragma once

#include <cstdint>

#include "core/base/enum_words.hpp"

namespace crisper {

/// Waits go by the monotonic clock. Where a mechanism compares time stamps instead, it inherits what is wrong with the
/// clock that wrote them.
CRISPER_ENUM(ClockKind,
             (monotonic, "never jumps, never goes back; may run fast or slow"),
             (wall, "the time of day, which may be set forwards or back meanwhile"))

}  // namespace crisper
