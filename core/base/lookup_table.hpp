// LookupTable: what is known of an id, found in one place of memory as a rule. For ids that come and go by the million:
// a node of its own for each costs std::unordered_map a miss of the cache or two for whatever is asked.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "core/base/strong_id.hpp"

namespace crisper {

/// `Key` is a StrongId. There is no way to walk through it: places follow from hashes. O(1) each, amortised; it keeps
/// the room that it once took until clear(). References live until the next change.
template <class Key, class Value>
class LookupTable {
 public:
  /// The value of this key, made from nothing where it is new.
  Value& operator[](Key key) {
    if (key == no_key) {
      if (!of_no_key_) {
        of_no_key_.emplace(Value{});
        ++size_;
      }
      return *of_no_key_;
    }
    if (8 * (size_ + 1) > 7 * slots_.size()) grow();
    Slot& slot = slots_[place_of(key)];
    if (slot.key == no_key) {
      slot.key = key;
      ++size_;
    }
    return slot.value;
  }
  /// Null where the key is unknown.
  Value* find(Key key) {
    if (key == no_key) return of_no_key_ ? &*of_no_key_ : nullptr;
    if (slots_.empty()) return nullptr;
    Slot& slot = slots_[place_of(key)];
    return slot.key == no_key ? nullptr : &slot.value;
  }
  const Value* find(Key key) const { return const_cast<LookupTable*>(this)->find(key); }
  bool contains(Key key) const { return find(key) != nullptr; }

  /// False where the key is unknown.
  bool erase(Key key) {
    if (!contains(key)) return false;
    --size_;
    if (key == no_key) {
      of_no_key_.reset();
    } else {
      close_up(place_of(key));
    }
    return true;
  }
  void clear() {
    slots_ = {};
    of_no_key_.reset();
    size_ = 0;
  }

  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }

 private:
  /// Marks a slot that is free; a key that happens to be the same has a place of its own.
  static constexpr Key no_key{};
  struct Slot {
    Key key{};
    Value value{};
  };

  std::size_t home_of(Key key) const { return StrongIdHash{}(key) & (slots_.size() - 1); }
  std::size_t after(std::size_t place) const { return (place + 1) & (slots_.size() - 1); }

  /// Where the key is, or the free slot where it belongs. There is one.
  std::size_t place_of(Key key) const {
    std::size_t place = home_of(key);
    while (slots_[place].key != no_key && slots_[place].key != key) place = after(place);
    return place;
  }

  /// Who stands behind the hole because its own place was taken moves up, so that nobody is looked for in vain.
  void close_up(std::size_t hole) {
    const std::size_t mask = slots_.size() - 1;
    for (std::size_t next = after(hole); slots_[next].key != no_key; next = after(next)) {
      const std::size_t from_home = (next - home_of(slots_[next].key)) & mask;
      if (from_home < ((next - hole) & mask)) continue;  // it stands between its home and the hole's far side
      slots_[hole] = std::move(slots_[next]);
      hole = next;
    }
    slots_[hole] = Slot{};
  }

  void grow() {
    std::vector<Slot> before = std::exchange(slots_, {});
    slots_.resize(before.empty() ? 16 : 2 * before.size());
    for (Slot& slot : before) {
      if (slot.key != no_key) slots_[place_of(slot.key)] = std::move(slot);
    }
  }

  std::vector<Slot> slots_;  ///< a power of two of them
  std::optional<Value> of_no_key_;
  std::size_t size_ = 0;
};

}  // namespace crisper
