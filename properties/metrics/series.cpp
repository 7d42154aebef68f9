#include "properties/metrics/series.hpp"

#include <algorithm>

#include "core/base/assert.hpp"
#include "properties/metrics/batch_means.hpp"

namespace crisper::properties {
namespace {

/// Reorders them.
Duration percentile_in(std::vector<std::int64_t>& samples, std::uint64_t parts) {
  const std::uint64_t rank = (samples.size() * parts + 99'999) / 100'000;  // rounded up, from 1
  const auto place = samples.begin() + static_cast<std::ptrdiff_t>(std::max<std::uint64_t>(rank, 1) - 1);
  std::nth_element(samples.begin(), place, samples.end());
  return Duration(*place);
}

}  // namespace

void Series::add(const Series& other) {
  in_order_ = count_ == 0 ? other.in_order_ : in_order_ && other.count_ == 0;
  const std::size_t room = std::min(kept_max - samples_.size(), other.samples_.size());
  samples_.insert(samples_.end(), other.samples_.begin(), other.samples_.begin() + static_cast<std::ptrdiff_t>(room));
  const std::size_t told = std::min(room, other.intervals_.size());
  intervals_.insert(intervals_.end(), other.intervals_.begin(),
                    other.intervals_.begin() + static_cast<std::ptrdiff_t>(told));
  CRISPER_ASSERT(intervals_.empty() || intervals_.size() == samples_.size(), "all samples have an interval");
  count_ += other.count_;
}

Duration Series::percentile(std::uint64_t parts) const {
  CRISPER_ASSERT(!samples_.empty(), "a percentile needs a sample");
  std::vector<std::int64_t> samples = samples_;
  return percentile_in(samples, parts);
}

Series Series::without_first(std::uint64_t count) const {
  Series rest;
  const std::uint64_t kept = std::min<std::uint64_t>(count, samples_.size());
  rest.samples_.assign(samples_.begin() + static_cast<std::ptrdiff_t>(kept), samples_.end());
  if (!intervals_.empty()) {
    rest.intervals_.assign(intervals_.begin() + static_cast<std::ptrdiff_t>(kept), intervals_.end());
  }
  rest.count_ = rest.samples_.empty() ? 0 : count_ - std::min(count, count_);  // of none that are kept nothing is known
  rest.in_order_ = in_order_;
  return rest;
}

std::vector<Series> Series::by_interval(std::size_t intervals) const {
  std::vector<Series> parts(intervals);
  for (Series& part : parts) part.in_order_ = in_order_;
  for (std::size_t place = 0; place < intervals_.size(); ++place) {
    if (intervals_[place] < intervals) parts[intervals_[place]].add(samples_[place]);
  }
  return parts;
}

std::optional<MeanInterval> Series::mean_interval() const {
  return in_order_ ? batch_means(samples_) : std::nullopt;
}

Duration Series::mean() const {
  CRISPER_ASSERT(!samples_.empty(), "a mean needs a sample");
  // In two parts, since the sum of millions of spans of hours would not fit.
  const auto count = static_cast<std::int64_t>(samples_.size());
  std::int64_t whole = 0;
  std::int64_t rest = 0;
  for (const std::int64_t sample : samples_) {
    whole += sample / count;
    rest += sample % count;
  }
  return Duration(whole + rest / count);
}

Percentiles Series::percentiles() const {
  if (samples_.empty()) return {};
  std::vector<std::int64_t> samples = samples_;
  const std::optional<MeanInterval> sure = mean_interval();
  return {.count = count_,
          .p50 = percentile_in(samples, 50'000),
          .p90 = percentile_in(samples, 90'000),
          .p95 = percentile_in(samples, 95'000),
          .p99 = percentile_in(samples, 99'000),
          .max = percentile_in(samples, 100'000),
          .mean = sure ? sure->mean : mean(),
          .mean_within = sure ? std::optional(sure->within) : std::nullopt};
}

}  // namespace crisper::properties
