// WaitTable: the suspended points of one process, found by ticket. A ticket is used once, so that what arrives for an
// ended wait finds nobody.
#pragma once

#include <cstdint>
#include <vector>

#include "core/base/assert.hpp"
#include "core/runtime/wait.hpp"
#include "sim/world/deadlines.hpp"

namespace crisper::sim {

class WaitTable {
 public:
  std::uint64_t add(Wait& wait, void* owner) {
    std::uint32_t index;
    if (free_.empty()) {
      index = static_cast<std::uint32_t>(slots_.size());
      CRISPER_ASSERT(index < slot_limit, "too many suspended turns in one process");
      slots_.push_back({});
    } else {
      index = free_.back();
      free_.pop_back();
    }
    Slot& slot = slots_[index];
    slot.wait = &wait;
    slot.owner = owner;
    return (slot.generation << slot_bits) | index;
  }

  struct Slot {
    Wait* wait = nullptr;
    void* owner = nullptr;
    std::uint64_t generation = 1;
    Deadlines::Node deadline = Deadlines::none;  ///< of calls
    bool settled = false;  ///< its outcome is known; it goes on when its process is no longer paused
  };
  /// Null where the wait has ended. Valid until the next add().
  Slot* find(std::uint64_t ticket) {
    const std::uint64_t index = ticket & (slot_limit - 1);
    if (index >= slots_.size() || slots_[index].generation != ticket >> slot_bits) return nullptr;
    return &slots_[index];
  }
  void remove(std::uint64_t ticket) {
    Slot* slot = find(ticket);
    CRISPER_ASSERT(slot && slot->wait, "a wait is removed once");
    *slot = Slot{.generation = slot->generation + 1};
    free_.push_back(static_cast<std::uint32_t>(ticket & (slot_limit - 1)));
  }
  /// How many waits are pending.
  std::size_t size() const { return slots_.size() - free_.size(); }

 private:
  static constexpr int slot_bits = 20;
  static constexpr std::uint32_t slot_limit = 1u << slot_bits;
  std::vector<Slot> slots_;
  std::vector<std::uint32_t> free_;
};

}  // namespace crisper::sim
