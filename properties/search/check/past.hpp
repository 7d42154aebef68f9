// Past: which steps of an execution must come before which: the happens-before relation, as rows of bits.
#pragma once

#include <cstdint>
#include <vector>

namespace crisper::properties::check {

class Past {
 public:
  /// Step `later` has nothing before it yet. Rows are written in any order, each after those that it includes.
  void start(std::uint32_t later) {
    if (later >= rows_.size()) rows_.resize(later + 1);
    rows_[later].assign(later / 64 + 1, 0);
  }
  /// `earlier`, and all that is before it, comes before `later`.
  void include(std::uint32_t later, std::uint32_t earlier) {
    std::vector<std::uint64_t>& row = rows_[later];
    const std::vector<std::uint64_t>& more = rows_[earlier];
    for (std::size_t word = 0; word < more.size(); ++word) row[word] |= more[word];
    row[earlier / 64] |= std::uint64_t{1} << (earlier % 64);
  }
  /// For earlier < later.
  bool before(std::uint32_t earlier, std::uint32_t later) const {
    return (rows_[later][earlier / 64] >> (earlier % 64) & 1) != 0;
  }

 private:
  std::vector<std::vector<std::uint64_t>> rows_;
};

}  // namespace crisper::properties::check
