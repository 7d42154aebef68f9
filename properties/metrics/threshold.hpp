// Threshold: a limit on something measured, as a scenario writes it: `order_latency: p99 < 2s`.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/result.hpp"
#include "properties/metrics/metrics_collector.hpp"
#include "properties/run_result.hpp"

namespace crisper::properties {

enum class ThresholdError : std::uint8_t {
  unknown_metric,  ///< nothing of that name is measured
  no_statistic,    ///< a span of time needs p50, p99.9, max …; a count has none
  no_comparison,   ///< expected <, <=, > or >=
  bad_limit,       ///< expected a number, with a unit (ns, us, ms, s, m, h) exactly where time is measured
};

struct Threshold {
  enum class Comparison : std::uint8_t { below, at_most, above, at_least };

  std::string metric;  ///< "order_latency", "staleness.catalog", "commands_dead_lettered"
  std::string text;    ///< as it was written: "p99 < 2s"
  bool is_time = false;
  std::uint64_t percentile = 0;  ///< of times, in parts per 100,000; max is 100,000
  Comparison comparison = Comparison::below;
  double limit = 0;  ///< nanoseconds, or a plain number
  friend bool operator==(const Threshold&, const Threshold&) = default;
};

Result<Threshold, ThresholdError> parse_threshold(std::string_view metric, std::string_view text);
std::string_view in_words(ThresholdError error);

/// Fails where it is breached, is unknown where nothing was measured. Its name is metric and text.
PropertyResult judge(const Threshold& threshold, const MetricsCollector& collector, const Metrics& metrics,
                     const RunEnd& end);

}  // namespace crisper::properties
