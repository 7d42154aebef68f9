// WaitTable: the suspended points of one process, found by ticket. A ticket is used once, so that what arrives for an
// ended wait finds nobody.
#pragma once

#include <cstdint>
#include <vector>

#include "core/base/assert.hpp"
#include "core/runtime/wait.hpp"

namespace crisper::sim {

class WaitTable {
 public:
  std::uint64_t add(Wait& wait, void* owner) {
    std::uint32_t slot;
    if (free_.empty()) {
      slot = static_cast<std::uint32_t>(slots_.size());
      CRISPER_ASSERT(slot < slot_limit, "too many suspended turns in one process");
      slots_.push_back({});
    } else {
      slot = free_.back();
      free_.pop_back();
    }
    slots_[slot].wait = &wait;
    slots_[slot].owner = owner;
    return (slots_[slot].generation << slot_bits) | slot;
  }

  struct Found {
    Wait* wait = nullptr;
    void* owner = nullptr;
  };
  /// Null where the wait has ended.
  Found find(std::uint64_t ticket) const {
    const std::uint64_t slot = ticket & (slot_limit - 1);
    if (slot >= slots_.size() || slots_[slot].generation != ticket >> slot_bits) return {};
    return {slots_[slot].wait, slots_[slot].owner};
  }
  void remove(std::uint64_t ticket) {
    const auto slot = static_cast<std::uint32_t>(ticket & (slot_limit - 1));
    CRISPER_ASSERT(slots_[slot].generation == ticket >> slot_bits, "a wait is removed once");
    slots_[slot] = Slot{nullptr, nullptr, slots_[slot].generation + 1};
    free_.push_back(slot);
  }

 private:
  static constexpr int slot_bits = 20;
  static constexpr std::uint32_t slot_limit = 1u << slot_bits;
  struct Slot {
    Wait* wait = nullptr;
    void* owner = nullptr;
    std::uint64_t generation = 1;
  };
  std::vector<Slot> slots_;
  std::vector<std::uint32_t> free_;
};

}  // namespace crisper::sim
