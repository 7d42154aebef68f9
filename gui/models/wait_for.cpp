#include "gui/models/wait_for.hpp"

#include <algorithm>
#include <functional>

namespace crisper::gui {

WaitFor wait_for_graph(const RunState& state) {
  WaitFor graph;
  for (const LockState& lock : state.locks) {
    for (const LockWaiter& waiter : lock.waiters) {
      // Who asks again for what it holds, since it never heard that it holds it, waits for nobody.
      if (lock.holder == 0 || lock.holder == waiter.process) continue;
      graph.edges.push_back({waiter.process, lock.holder, lock.stream, false});
    }
  }
  std::vector<ProcessNumber> done;
  std::vector<std::size_t> path;
  // Depth first; the path closes where it meets a waiter that is on it already.
  const std::function<bool(ProcessNumber)> walk = [&](ProcessNumber from) {
    const auto met = std::ranges::find_if(path, [&](std::size_t e) { return graph.edges[e].waiter == from; });
    if (met != path.end()) {
      for (auto each = met; each != path.end(); ++each) {
        graph.edges[*each].in_cycle = true;
        graph.cycle.push_back(graph.edges[*each]);
      }
      return true;
    }
    if (std::ranges::find(done, from) != done.end()) return false;
    for (std::size_t e = 0; e < graph.edges.size(); ++e) {
      if (graph.edges[e].waiter != from) continue;
      path.push_back(e);
      if (walk(graph.edges[e].holder)) return true;
      path.pop_back();
    }
    done.push_back(from);
    return false;
  };
  for (std::size_t e = 0; e < graph.edges.size(); ++e) {
    path.clear();
    if (walk(graph.edges[e].waiter)) break;
  }
  return graph;
}

std::string cycle_words(const TraceData& data, const WaitFor& graph) {
  std::string words;
  for (const WaitEdge& edge : graph.cycle) {
    if (!words.empty()) words += "; ";
    words += data.name_of(edge.waiter) + " waits for " + data.stream_name(edge.stream) + ", which " +
             data.name_of(edge.holder) + " holds";
  }
  return words;
}

}  // namespace crisper::gui
