// Who waits for whom: the wait-for graph of the locks at one instant, and its cycles in words.
#pragma once

#include <string>
#include <vector>

#include "gui/models/run_state.hpp"

namespace crisper::gui {

struct WaitEdge {
  ProcessNumber waiter = 0;
  ProcessNumber holder = 0;
  std::int64_t stream = 0;
  bool in_cycle = false;
  friend bool operator==(const WaitEdge&, const WaitEdge&) = default;
};

struct WaitFor {
  std::vector<WaitEdge> edges;
  /// Each in the order in which its members wait; empty: nobody waits in a circle. Of circles that share a member some
  /// are left out, never all.
  std::vector<std::vector<WaitEdge>> cycles;
};

WaitFor wait_for_graph(const RunState& state);

/// "handler-1 waits for fridge 2, which handler-2 holds; handler-2 waits for fridge 1, which handler-1 holds"
std::string cycle_words(const TraceData& data, const std::vector<WaitEdge>& cycle);

}  // namespace crisper::gui
