// RunLanes: what processes were doing, as spans of time in lanes in which no two overlap, so that each can be drawn as
// a row of its own.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.hpp"
#include "sim/trace/trace_reader.hpp"

namespace crisper::reports {

/// What a span is.
enum class LaneKind : std::uint8_t {
  life,    ///< from a start to the crash or the end
  turns,   ///< a message was handled
  states,  ///< it operated on a state
  locks,   ///< a lock was waited for, or held
};
std::string_view lane_word(LaneKind kind);

struct LaneSpan {
  std::int64_t process = 0;
  LaneKind kind{};
  std::int64_t from_ns = 0;
  std::int64_t to_ns = 0;
  std::string name;
  std::size_t lane = 0;  ///< among those of its process and kind
};

/// Up to `cut_ns`; what was not over by then ends there. Fails with one line where the trace can't be read. Costs some
/// walks through it, and its spans, sorted.
Result<std::vector<LaneSpan>, std::string> spans_of(const sim::TraceReader& trace, std::int64_t cut_ns);

/// Gives each span the first lane that is free when it begins. In order of their beginnings. O(n log n),
/// however many overlap.
void choose_lanes(std::vector<LaneSpan>& spans);

}  // namespace crisper::reports
