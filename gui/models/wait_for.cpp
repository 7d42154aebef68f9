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
  const std::function<void(ProcessNumber)> walk = [&](ProcessNumber from) {
    const auto met = std::ranges::find_if(path, [&](std::size_t e) { return graph.edges[e].waiter == from; });
    if (met != path.end()) {
      std::vector<WaitEdge>& cycle = graph.cycles.emplace_back();
      for (auto each = met; each != path.end(); ++each) {
        graph.edges[*each].in_cycle = true;
        cycle.push_back(graph.edges[*each]);
      }
      return;
    }
    if (std::ranges::find(done, from) != done.end()) return;
    for (std::size_t e = 0; e < graph.edges.size(); ++e) {
      if (graph.edges[e].waiter != from) continue;
      path.push_back(e);
      walk(graph.edges[e].holder);
      path.pop_back();
    }
    done.push_back(from);
  };
  for (std::size_t e = 0; e < graph.edges.size(); ++e) walk(graph.edges[e].waiter);
  return graph;
}

std::string cycle_words(const TraceData& data, const std::vector<WaitEdge>& cycle) {
  std::string words;
  for (const WaitEdge& edge : cycle) {
    if (!words.empty()) words += "; ";
    words += data.name_of(edge.waiter) + " waits for " + data.stream_name(edge.stream) + ", which " +
             data.name_of(edge.holder) + " holds";
  }
  return words;
}

}  // namespace crisper::gui
