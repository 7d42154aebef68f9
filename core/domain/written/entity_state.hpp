// EntityState: the state of one entity of a written business, as slots that compiled code knows by number.
#pragma once

#include <algorithm>
#include <utility>
#include <vector>

#include "core/domain/written/type.hpp"

namespace crisper::written {

/// Keys in order; a set has zero for each of its members. Ids mostly grow, so a new key mostly belongs at the end.
class Table {
 public:
  using Entry = std::pair<Value, Value>;

  bool contains(Value key) const {
    const auto found = place_of(key);
    return found != entries_.end() && found->first == key;
  }
  /// Zero where there is no such key.
  Value get(Value key) const {
    const auto found = place_of(key);
    return found != entries_.end() && found->first == key ? found->second : 0;
  }
  /// The lowest key; zero where there is none.
  Value first() const { return entries_.empty() ? 0 : entries_.front().first; }
  /// The value of this key, which is there then: zero where it is new. Valid until the table changes.
  Value& at(Value key) {
    auto found = entries_.begin() + (place_of(key) - entries_.cbegin());
    if (found == entries_.end() || found->first != key) found = entries_.insert(found, {key, 0});
    return found->second;
  }
  void set(Value key, Value value) { at(key) = value; }
  void erase(Value key) {
    const auto found = place_of(key);
    if (found != entries_.end() && found->first == key) entries_.erase(found);
  }
  const std::vector<Entry>& entries() const { return entries_; }
  friend bool operator==(const Table&, const Table&) = default;

 private:
  std::vector<Entry>::const_iterator place_of(Value key) const {
    if (entries_.empty() || entries_.back().first < key) return entries_.end();
    return std::ranges::lower_bound(entries_, key, {}, &Entry::first);
  }
  std::vector<Entry> entries_;
};

struct EntityState {
  std::vector<Value> singles;
  std::vector<Table> tables;
  friend bool operator==(const EntityState&, const EntityState&) = default;
};

}  // namespace crisper::written
