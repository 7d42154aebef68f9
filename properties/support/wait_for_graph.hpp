// WaitForGraph: who waits for whom. A circle in it is a deadlock: nobody in it can go on before another does.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

namespace crisper::properties {

/// Kept from observations, as waits begin and end. Nodes are whatever can wait: processes, turns.
class WaitForGraph {
 public:
  struct Wait {
    std::uint64_t waiter = 0;
    std::uint64_t holder = 0;
    std::uint64_t what = 0;  ///< the user's own name for it
    friend bool operator==(const Wait&, const Wait&) = default;
  };

  WaitForGraph();
  ~WaitForGraph();
  WaitForGraph(const WaitForGraph&) = delete;
  WaitForGraph& operator=(const WaitForGraph&) = delete;

  void add(const Wait& wait);
  /// It waits for nobody any more.
  void clear(std::uint64_t waiter);
  /// A shortest circle that leads from this node back to it; empty where there is none. Costs the waits that can be
  /// reached from it, times a logarithm.
  std::vector<Wait> circle_through(std::uint64_t node) const;

 private:
  struct Graph;
  std::unique_ptr<Graph> graph_;
};

}  // namespace crisper::properties
