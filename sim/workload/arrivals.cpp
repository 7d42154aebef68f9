#include "sim/workload/arrivals.hpp"

#include "core/base/assert.hpp"

namespace crisper::sim {

Rate rate_of(const ArrivalSpec& spec, Rate rate) {
  if (spec.kind != ArrivalKind::burst) return rate;
  return Rate{.micro_events = static_cast<std::int64_t>(spec.burst.size) * 1'000'000, .per = spec.burst.every};
}

Arrivals::Arrivals(ArrivalSpec spec, Rate rate, SimTime start, Rng rng)
    : spec_(spec), rate_(rate), start_(start), latest_(start), rng_(rng) {
  CRISPER_ASSERT(rate_of(spec, rate).micro_events > 0, "without a rate nothing ever arrives");
}

SimTime Arrivals::next() {
  switch (spec_.kind) {
    case ArrivalKind::poisson:
      latest_ += rng_.exponential(rate_.mean_gap());
      break;
    case ArrivalKind::constant:
      latest_ = start_ + rate_.time_of(count_);
      break;
    case ArrivalKind::burst:
      latest_ = start_ + spec_.burst.every * static_cast<std::int64_t>(count_ / spec_.burst.size);
      break;
  }
  ++count_;
  return latest_;
}

}  // namespace crisper::sim
