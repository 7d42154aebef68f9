// CausalGraph: which observation of a run could only come about through which others. Lamport's happened-before ("Time,
// Clocks, and the Ordering of Events", CACM 21(7), 1978) of the observations, with the edges that say why: the order
// within a turn, a message sent and delivered, a command or event and what became of it, a state and its next change, a
// fault and what it struck.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "properties/explain/causal_recorder.hpp"

namespace crisper::properties {

class CausalGraph {
 public:
  /// A place in the run, from 0: the observation's id less one.
  using Node = std::uint32_t;
  struct Edge {
    Node from = 0;
    Node to = 0;     ///< later than `from`
    int weight = 1;  ///< small where it tells much
  };

  /// O(observations).
  explicit CausalGraph(const std::vector<CausalRecorder::Kept>& run);

  const std::vector<Edge>& edges() const { return edges_; }
  /// What nothing in the run led to: a client's decisions to send, and faults with a time of their own.
  const std::vector<Node>& roots() const { return roots_; }
  std::size_t size() const { return size_; }

  /// The shortest path from one of these to that one, both included; empty where there is none.
  std::vector<Node> path(const std::vector<Node>& from, Node to) const;
  /// Everything that the node led to, itself included, by place.
  std::vector<bool> consequences(Node of) const;
  /// Everything that led to one of these, themselves included, by place.
  std::vector<bool> causes(const std::vector<Node>& of) const;

 private:
  std::vector<Edge> edges_;
  std::vector<Node> roots_;
  std::size_t size_ = 0;
};

}  // namespace crisper::properties
