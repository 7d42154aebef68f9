// Arrivals: when the intents of an open workload begin.
#pragma once

#include <cstdint>

#include "core/base/enum_words.hpp"
#include "core/base/rng.hpp"
#include "core/base/sim_time.hpp"
#include "sim/workload/rate.hpp"

namespace crisper::sim {

CRISPER_ENUM(ArrivalKind,
             (poisson, "independent of each other, as people are"),
             (constant, "evenly spaced"),
             (burst, "many at one instant; then the rate has no say"))

struct BurstSpec {
  std::uint32_t size = 50;
  Duration every = std::chrono::seconds(10);
  friend bool operator==(const BurstSpec&, const BurstSpec&) = default;
};

struct ArrivalSpec {
  ArrivalKind kind = ArrivalKind::poisson;
  BurstSpec burst;
  friend bool operator==(const ArrivalSpec&, const ArrivalSpec&) = default;
};

/// The mean number of arrivals per time under this law.
Rate rate_of(const ArrivalSpec& spec, Rate rate);

/// An endless sequence of instants, never decreasing. The rate isn't zero.
class Arrivals {
 public:
  Arrivals(ArrivalSpec spec, Rate rate, SimTime start, Rng rng);
  SimTime next();

 private:
  ArrivalSpec spec_;
  Rate rate_;
  SimTime start_;
  SimTime latest_;
  std::uint64_t count_ = 0;
  Rng rng_;
};

}  // namespace crisper::sim
