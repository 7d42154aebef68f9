#include "properties/metrics/series.hpp"

#include <algorithm>

#include "core/base/assert.hpp"

namespace crisper::properties {

void Series::add(const Series& other) {
  const std::size_t room = std::min(kept_max - samples_.size(), other.samples_.size());
  samples_.insert(samples_.end(), other.samples_.begin(), other.samples_.begin() + static_cast<std::ptrdiff_t>(room));
  count_ += other.count_;
}

Duration Series::percentile(std::uint64_t parts) const {
  CRISPER_ASSERT(!samples_.empty(), "a percentile needs a sample");
  const std::uint64_t rank = (samples_.size() * parts + 99'999) / 100'000;  // rounded up, from 1
  const auto place = samples_.begin() + static_cast<std::ptrdiff_t>(std::max<std::uint64_t>(rank, 1) - 1);
  std::nth_element(samples_.begin(), place, samples_.end());
  return Duration(*place);
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
  return {.count = count_,
          .p50 = percentile(50'000),
          .p90 = percentile(90'000),
          .p95 = percentile(95'000),
          .p99 = percentile(99'000),
          .max = percentile(100'000)};
}

}  // namespace crisper::properties
