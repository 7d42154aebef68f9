// LinkOrder: packets under way, and the rule that those of one link arrive in the order of asking.
//
// SimGrid shares a link's bandwidth among all packets on it, so a short packet overtakes a long one that left before.
// Here it waits for the long one, as bytes of one connection do; packets of other links wait for nobody.
#pragma once

#include <cstdint>
#include <vector>

#include "core/base/assert.hpp"
#include "sim/engine/engine.hpp"

namespace crisper::sim {

/// Every operation costs O(1).
class LinkOrder {
 public:
  using PacketIndex = std::uint32_t;
  static constexpr PacketIndex none = UINT32_MAX;

  struct Packet {
    Cookie cookie = 0;
    std::uint64_t asked = 0;
    LinkIndex link = 0;
    PacketIndex next = none;  ///< on the same link; in the list of free places for those
    bool carried = false;     ///< waits only for packets before it
  };

  PacketIndex depart(LinkIndex link, Cookie cookie, std::uint64_t asked) {
    const PacketIndex index = take_place();
    packets_[index] = Packet{.cookie = cookie, .asked = asked, .link = link};
    if (link >= queues_.size()) queues_.resize(link + 1);
    Queue& queue = queues_[link];
    if (queue.first == none) {
      queue.first = index;
    } else {
      packets_[queue.last].next = index;
    }
    queue.last = index;
    return index;
  }

  const Packet& packet(PacketIndex index) const { return packets_[index]; }

  /// The packet's bytes are all there. True when it is the first of its link: then it is to be handed over.
  bool carried(PacketIndex index) {
    packets_[index].carried = true;
    return queues_[packets_[index].link].first == index;
  }

  /// Forgets the first packet of a link; the packet behind it when that one only waited for this, or none.
  PacketIndex hand_over(PacketIndex index) {
    Queue& queue = queues_[packets_[index].link];
    CRISPER_ASSERT(queue.first == index, "only the first packet of a link is handed over");
    const PacketIndex next = packets_[index].next;
    queue.first = next;
    packets_[index].next = free_;
    free_ = index;
    return next != none && packets_[next].carried ? next : none;
  }

 private:
  struct Queue {
    PacketIndex first = none;
    PacketIndex last = none;
  };

  PacketIndex take_place() {
    if (free_ == none) {
      packets_.emplace_back();
      return static_cast<PacketIndex>(packets_.size() - 1);
    }
    const PacketIndex index = free_;
    free_ = packets_[index].next;
    return index;
  }

  std::vector<Packet> packets_;
  std::vector<Queue> queues_;  // by link
  PacketIndex free_ = none;
};

}  // namespace crisper::sim
