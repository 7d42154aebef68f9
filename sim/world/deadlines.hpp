// Deadlines: call timeouts in lanes of equal length. Calls with one timeout end in the order in which they began, so a
// lane is a queue and only its head needs a timer; most calls are answered long before and cost no timer at all.
#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "core/base/sim_time.hpp"
#include "core/message/ids.hpp"

namespace crisper::sim {

/// Takes memory for the pending calls only: an answered one leaves its lane at once, however far its deadline is.
class Deadlines {
 public:
  /// The place of one pending call; used again after remove().
  using Node = std::uint32_t;
  static constexpr Node none = UINT32_MAX;
  using Lane = std::uint32_t;
  /// Timeouts of many different lengths (jitter) share no lanes: each such call has a timer of its own.
  static constexpr Lane no_lane = UINT32_MAX;
  static constexpr std::size_t lane_limit = 64;

  struct Entry {
    SimTime due{};
    ProcessId process{};
    std::uint64_t ticket = 0;
    MessageId request{};
    ProcessId callee{};
    Duration timeout{};
    Lane lane = no_lane;
    Node before = none;
    Node after = none;
  };

  Node add(Entry entry) {
    entry.lane = lane_for(entry.timeout);
    const Node node = take();
    if (entry.lane != no_lane) {
      Queue& queue = queues_[entry.lane];
      entry.before = queue.last;
      (queue.last == none ? queue.first : entries_[queue.last].after) = node;
      queue.last = node;
    }
    entries_[node] = entry;
    return node;
  }

  void remove(Node node) {
    const Entry& entry = entries_[node];
    if (entry.lane != no_lane) {
      Queue& queue = queues_[entry.lane];
      (entry.before == none ? queue.first : entries_[entry.before].after) = entry.after;
      (entry.after == none ? queue.last : entries_[entry.after].before) = entry.before;
    }
    free_.push_back(node);
  }

  const Entry& entry(Node node) const { return entries_[node]; }
  /// The call of this lane that ends next, or none.
  Node first(Lane lane) const { return queues_[lane].first; }
  /// Whether a timer is under way for the lane's head or for an earlier one.
  bool timer_set(Lane lane) const { return queues_[lane].timer_set; }
  void set_timer(Lane lane, bool set) { queues_[lane].timer_set = set; }

  /// Calls pending.
  std::size_t size() const { return entries_.size() - free_.size(); }

 private:
  struct Queue {
    Node first = none;
    Node last = none;
    bool timer_set = false;
  };

  Lane lane_for(Duration timeout) {
    const auto found = lanes_.find(timeout);
    if (found != lanes_.end()) return found->second;
    if (queues_.size() == lane_limit) return no_lane;
    queues_.emplace_back();
    return lanes_[timeout] = static_cast<Lane>(queues_.size() - 1);
  }
  Node take() {
    if (free_.empty()) {
      entries_.emplace_back();
      return static_cast<Node>(entries_.size() - 1);
    }
    const Node node = free_.back();
    free_.pop_back();
    return node;
  }

  std::map<Duration, Lane> lanes_;
  std::vector<Queue> queues_;
  std::vector<Entry> entries_;
  std::vector<Node> free_;
};

}  // namespace crisper::sim
