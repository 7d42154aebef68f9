// OrderedTable: a hash table that remembers the order in which its keys came, so that walking through it is the same
// on every machine. Keys are never removed.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "core/base/digest.hpp"

namespace crisper::properties {

/// `Key` has equality and either a member `value` (ids) or a member function `hash()`. A look-up costs one probe of
/// four bytes and one of an entry, as a rule. References live until the next new key.
template <class Key, class Value>
class OrderedTable {
 public:
  using Entry = std::pair<Key, Value>;

  /// The value of this key, made from nothing where it is new.
  Value& operator[](const Key& key) {
    if (2 * (entries_.size() + 1) > slots_.size()) grow();
    std::uint32_t& slot = slots_[slot_of(key)];
    if (slot == 0) {
      entries_.emplace_back(key, Value{});
      slot = static_cast<std::uint32_t>(entries_.size());
    }
    return entries_[slot - 1].second;
  }
  /// Null where the key is unknown.
  Value* find(const Key& key) {
    if (slots_.empty()) return nullptr;
    const std::uint32_t slot = slots_[slot_of(key)];
    return slot == 0 ? nullptr : &entries_[slot - 1].second;
  }
  const Value* find(const Key& key) const { return const_cast<OrderedTable*>(this)->find(key); }

  std::size_t size() const { return entries_.size(); }
  bool empty() const { return entries_.empty(); }
  /// In the order of first use.
  auto begin() { return entries_.begin(); }
  auto end() { return entries_.end(); }
  auto begin() const { return entries_.begin(); }
  auto end() const { return entries_.end(); }

 private:
  static std::uint64_t hash_of(const Key& key) {
    if constexpr (requires { key.hash(); }) {
      return key.hash();
    } else {
      return mix_bits(static_cast<std::uint64_t>(key.value) + 0x9e3779b97f4a7c15ULL);
    }
  }
  /// Where the key is, or the free slot where it belongs.
  std::size_t slot_of(const Key& key) const {
    const std::size_t mask = slots_.size() - 1;
    std::size_t at = hash_of(key) & mask;
    while (slots_[at] != 0 && !(entries_[slots_[at] - 1].first == key)) at = (at + 1) & mask;
    return at;
  }
  void grow() {
    slots_.assign(slots_.empty() ? 16 : slots_.size() * 2, 0);
    for (std::uint32_t i = 0; i < entries_.size(); ++i) slots_[slot_of(entries_[i].first)] = i + 1;
  }

  std::vector<Entry> entries_;
  std::vector<std::uint32_t> slots_;  ///< place in entries_ plus one; zero is free; a power of two
};

}  // namespace crisper::properties
