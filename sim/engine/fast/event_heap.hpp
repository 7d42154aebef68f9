// EventHeap: what will happen, the earliest first. A heap of four children to a node: half as deep as one of two, and
// the four lie side by side in memory.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "sim/engine/engine.hpp"

namespace crisper::sim {

/// Ordered by (time, order); no two events have both in common.
struct Event {
  SimTime at{};
  std::uint64_t order = 0;
  Cookie cookie = 0;

  /// One wide comparison without a branch: which event is earlier is beyond the processor's guessing.
  bool is_before(const Event& other) const { return key() < other.key(); }

 private:
  __extension__ using Wide = unsigned __int128;
  Wide key() const { return static_cast<Wide>(static_cast<std::uint64_t>(to_ns(at))) << 64 | order; }
};

class EventHeap {
 public:
  bool empty() const { return events_.empty(); }
  const Event& first() const { return events_.front(); }

  void push(const Event& event) {
    std::size_t hole = events_.size();
    events_.push_back(event);
    while (hole > 0) {
      const std::size_t parent = (hole - 1) / children;
      if (!event.is_before(events_[parent])) break;
      events_[hole] = events_[parent];
      hole = parent;
    }
    events_[hole] = event;
  }

  Event pop() {
    const Event earliest = events_.front();
    const Event last = events_.back();
    events_.pop_back();
    const std::size_t size = events_.size();
    std::size_t hole = 0;
    for (std::size_t child = 1; child < size; child = hole * children + 1) {
      std::size_t best = child;
      const std::size_t end = std::min(child + children, size);
      for (std::size_t each = child + 1; each < end; ++each) {
        best = events_[each].is_before(events_[best]) ? each : best;
      }
      if (!events_[best].is_before(last)) break;
      events_[hole] = events_[best];
      hole = best;
    }
    if (size > 0) events_[hole] = last;
    return earliest;
  }

 private:
  static constexpr std::size_t children = 4;
  std::vector<Event> events_;
};

}  // namespace crisper::sim
