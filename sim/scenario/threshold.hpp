// Threshold: a bound on a measurement, as a scenario asks for it: {order_latency: p99 < 2s}.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

#include "core/base/sim_time.hpp"
#include "sim/scenario/value_text.hpp"
#include "sim/scenario/vocabulary.hpp"
#include "sim/workload/rate.hpp"

namespace crisper::sim {

/// Which number of a sample is meant.
enum class Statistic : std::uint8_t {
  value,       ///< the metric is one number
  percentile,  ///< see Threshold::percentile
  mean,
  least,
  most,
  count,
};

enum class Comparator : std::uint8_t { less, at_most, more, at_least, equal };

/// "90%"
struct Share {
  double percent = 0;
  friend bool operator==(const Share&, const Share&) = default;
};

using ThresholdValue = std::variant<double, Duration, Rate, Share>;

struct Threshold {
  std::string metric;
  Statistic statistic = Statistic::value;
  double percentile = 0;  ///< p99.9 is 99.9
  Comparator comparator = Comparator::less;
  ThresholdValue value;
  std::string stage{};  ///< of what is of this stage of the load; empty: of the whole run
  friend bool operator==(const Threshold&, const Threshold&) = default;
};

/// The part behind the metric: "p99 < 2s", "max <= 10ms", "mean < 5%", ">= 50/s", "p99 < 2s in spike". The metric is
/// left empty.
FromText<Threshold> threshold_from(std::string_view text);
/// Reads back to the same.
std::string condition_text(const Threshold& threshold);

/// Why this can't be asked of a metric in this unit, with what is expected instead, or says nothing of it: that it
/// holds whatever is measured, or never. Empty where it can.
std::string unit_problem(const Threshold& threshold, MetricUnit unit);

/// Whether a measured number keeps to it. Durations count in nanoseconds, rates per second.
bool holds(const Threshold& threshold, double measured);
/// The bound in the unit that `holds` compares in.
double bound_of(const Threshold& threshold);

}  // namespace crisper::sim
