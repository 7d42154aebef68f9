// Stays: the times in which processes wait for locks, are inside states, and have commands to carry out.
#pragma once

#include <vector>

#include "gui/models/trace_data.hpp"

namespace crisper::gui {

struct Stay {
  enum class Kind : std::uint8_t { command, inside, lock_wait };
  std::int64_t begin = 0;
  std::int64_t end = 0;  ///< the end of the run where it lasts
  ProcessNumber process = 0;
  Kind kind{};
  friend bool operator==(const Stay&, const Stay&) = default;
};

/// Sorted by their begin.
std::vector<Stay> find_stays(const TraceData& data);

}  // namespace crisper::gui
