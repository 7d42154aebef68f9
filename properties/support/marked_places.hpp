// MarkedPlaces: which of many things, each known by its place in a row, somebody has marked.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace crisper::properties {

/// A bit for each place up to the furthest that was marked, and half as many again.
class MarkedPlaces {
 public:
  bool has(std::size_t place) const { return place < marked_.size() && marked_[place]; }
  /// False where it was marked before.
  bool mark(std::size_t place) {
    if (has(place)) return false;
    if (marked_.size() <= place) marked_.resize(place + place / 2 + 64);
    ++count_;
    return marked_[place] = true;
  }
  /// How many are.
  std::uint64_t count() const { return count_; }

 private:
  std::vector<bool> marked_;
  std::uint64_t count_ = 0;
};

}  // namespace crisper::properties
