// RangeStep: into how many ranges a change feed is cut, and from when on.
#pragma once

#include <cstdint>

#include "core/base/sim_time.hpp"

namespace crisper {

/// From this time on, so many ranges.
struct RangeStep {
  Duration at{};
  std::uint32_t ranges = 1;
  friend bool operator==(const RangeStep&, const RangeStep&) = default;
};

}  // namespace crisper
