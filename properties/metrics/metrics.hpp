// Metrics: what a run measured, as plain values under names that reports and thresholds share.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "core/base/sim_time.hpp"

namespace crisper::properties {

/// A mean, and by how much the true one is off at the most, in 95 of 100 such runs.
struct MeanInterval {
  Duration mean{};
  Duration within{};
  friend bool operator==(const MeanInterval&, const MeanInterval&) = default;
};

/// Of spans of time; exact (nearest rank), not estimated.
struct Percentiles {
  std::uint64_t count = 0;
  Duration p50{};
  Duration p90{};
  Duration p95{};
  Duration p99{};
  Duration max{};
  /// Of all samples; where `mean_within` is told, of those in its batches. Nothing: nobody told it.
  std::optional<Duration> mean{};
  /// By how much it may be off, as MeanInterval has it: of a series in the order of its coming that is long enough; see
  /// batch_means.hpp. Never without a mean.
  std::optional<Duration> mean_within{};
  friend bool operator==(const Percentiles&, const Percentiles&) = default;
};

/// The names are listed in docs/formats/run_json.md. What a run had none of is absent from `times`.
struct Metrics {
  std::map<std::string, Percentiles> times;
  std::map<std::string, std::uint64_t> counts;
  std::map<std::string, double> rates;
  friend bool operator==(const Metrics&, const Metrics&) = default;
};

/// What of it is of one named interval of the run: a stage of its load, or what came behind them. A span of time is of
/// the interval in which it began, a command's latency of that in which it was issued. Counts and rates are of what was
/// seen in it; few measures have some.
struct IntervalMetrics {
  std::string name;
  SimTime from{};      ///< when it began, for the first time
  Duration lasting{};  ///< how much of it the run had, on all days
  Metrics metrics;
  friend bool operator==(const IntervalMetrics&, const IntervalMetrics&) = default;
};

}  // namespace crisper::properties
