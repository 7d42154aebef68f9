// Series: spans of time as they were measured, and exact percentiles of them.
#pragma once

#include <cstdint>
#include <vector>

#include "properties/metrics/metrics.hpp"

namespace crisper::properties {

class Series {
 public:
  /// More samples than this are counted, not kept (64 MB): percentiles then speak of the first ones, and say so.
  static constexpr std::size_t kept_max = 8'000'000;

  void add(std::int64_t ns) {
    ++count_;
    if (samples_.size() < kept_max) samples_.push_back(ns);
  }
  void add(const Series& other);
  std::uint64_t count() const { return count_; }

  /// The smallest sample that at least this share of all are not above, in parts per 100,000. Needs a sample.
  Duration percentile(std::uint64_t parts) const;
  /// Rounded towards zero. Needs a sample.
  Duration mean() const;
  Percentiles percentiles() const;

 private:
  mutable std::vector<std::int64_t> samples_;  ///< reordered by percentile()
  std::uint64_t count_ = 0;
};

}  // namespace crisper::properties
