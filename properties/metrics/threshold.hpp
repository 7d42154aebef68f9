// Thresholds: limits that a scenario sets on what is measured, judged as properties of their own.
#pragma once

#include <optional>
#include <string>
#include <utility>

#include "properties/metrics/metrics_collector.hpp"
#include "properties/run_result.hpp"
#include "sim/scenario/threshold.hpp"

namespace crisper::properties {

/// By which results know it: metric and condition.
std::string threshold_name(const sim::Threshold& threshold);

/// It says how long something takes, or how much there is of it in a time: judged only where the run's time is the
/// scenario's own (RunEnd::own_time).
bool is_about_time(const sim::Threshold& threshold);

/// Fails where the threshold is breached; unknown where nothing was measured, or where the metric can't be asked in
/// that way (a percentile of a count). `busiest`: who was, in words; told with a span of time or a rate that was
/// breached.
/// A threshold on a stage asks for what is of that; `metrics` are then those of it, empty where the run didn't come to
/// it.
PropertyResult judge(const sim::Threshold& threshold, const MetricsCollector& collector, const Metrics& metrics,
                     const RunEnd& end, const std::string& busiest = {});

/// "In spike the busiest was handler-1, at work or waiting for 96 % of 5s": the place of `busiest` for a threshold on a
/// stage. Empty where nobody did anything.
std::string busiest_words(const IntervalMetrics& interval);

/// The busiest process of an interval, or a role of which only the mean is told, and for which share of it.
std::optional<std::pair<std::string, double>> busiest_of(const IntervalMetrics& interval);

}  // namespace crisper::properties
