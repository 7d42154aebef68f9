#include "sim/workload/arrivals.hpp"

#include <algorithm>

#include "core/base/assert.hpp"

namespace crisper::sim {
namespace {

/// The mean number of arrivals per time, while the load is even.
Rate rate_of(const ArrivalSpec& spec, Rate rate) {
  if (spec.kind != ArrivalKind::burst) return rate;
  return Rate{.micro_events = static_cast<std::int64_t>(spec.burst.size) * 1'000'000, .per = spec.burst.every};
}

}  // namespace

double expected_count(const ArrivalSpec& spec, Rate rate, Duration within) {
  if (spec.recorded) {
    return static_cast<double>(std::ranges::lower_bound(*spec.recorded->at, within) - spec.recorded->at->begin());
  }
  const Duration even = LoadShape(spec.stages, spec.repeat).brought(within);
  return rate_of(spec, rate).per_second() * to_seconds(even);
}

Duration expected_time(const ArrivalSpec& spec, Rate rate, std::uint64_t count) {
  if (spec.recorded) {
    const std::vector<Duration>& at = *spec.recorded->at;
    return count < at.size() ? at[count] : at.back() + Duration(1);
  }
  const Duration even = rate_of(spec, rate).time_of(count);
  const std::optional<Duration> when = LoadShape(spec.stages, spec.repeat).when(even);
  if (when) return *when;
  Duration all{};
  for (const LoadStage& stage : spec.stages) all += stage.lasting;
  return all;
}

Arrivals::Arrivals(const ArrivalSpec& spec, Rate rate, SimTime start, Rng rng)
    : spec_(spec), rate_(rate), start_(start), shape_(spec.stages, spec.repeat), rng_(rng) {
  CRISPER_ASSERT(rate_of(spec, rate).micro_events > 0, "without a rate nothing ever arrives");
}

SimTime Arrivals::next() {
  if (spec_.recorded) {
    const std::vector<Duration>& at = *spec_.recorded->at;
    return count_ < at.size() ? start_ + at[count_++] : sim_never;
  }
  const std::optional<Duration> when = shape_.when(next_even());
  return when ? start_ + *when : sim_never;
}

Duration Arrivals::next_even() {
  switch (spec_.kind) {
    case ArrivalKind::poisson:
      latest_ += rng_.exponential(rate_.mean_gap());
      break;
    case ArrivalKind::constant:
      latest_ = rate_.time_of(count_);
      break;
    case ArrivalKind::burst:
      latest_ = spec_.burst.every * static_cast<std::int64_t>(count_ / spec_.burst.size);
      break;
  }
  ++count_;
  return latest_;
}

}  // namespace crisper::sim
