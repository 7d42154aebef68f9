// Series: spans of time as they were measured, and exact percentiles of them.
#pragma once

#include <cstdint>
#include <optional>
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
  /// One that is of an interval of the run (RunIntervals::Index). Of a series all samples are, or none is.
  void add(std::int64_t ns, std::uint8_t interval) {
    if (samples_.size() < kept_max) intervals_.push_back(interval);
    add(ns);
  }
  /// Behind its own, whenever they came.
  void add(const Series& other);
  std::uint64_t count() const { return count_; }
  /// The same without the first so many that were added: all but those from a warm-up. Costs a copy of the rest.
  Series without_first(std::uint64_t count) const;

  /// The samples of each of so many intervals, in the order of their coming; empty series where nothing is known of
  /// intervals. Costs a pass over all.
  std::vector<Series> by_interval(std::size_t intervals) const;

  /// The smallest sample that at least this share of all are not above, in parts per 100,000. Needs a sample. Costs a
  /// copy, as the samples stay in the order of their coming.
  Duration percentile(std::uint64_t parts) const;
  /// Rounded towards zero. Needs a sample.
  Duration mean() const;
  /// How sure the mean is; nothing where there are too few, or where they aren't in the order of their coming.
  std::optional<MeanInterval> mean_interval() const;
  Percentiles percentiles() const;

 private:
  std::vector<std::int64_t> samples_;
  std::vector<std::uint8_t> intervals_;  ///< of each sample; empty: nobody said
  std::uint64_t count_ = 0;
  bool in_order_ = true;  ///< false: two series were put one behind the other
};

}  // namespace crisper::properties
