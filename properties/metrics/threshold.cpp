#include "properties/metrics/threshold.hpp"

#include <fmt/format.h>

#include "properties/metrics/measure_registry.hpp"

namespace crisper::properties {
namespace {

struct Measured {
  std::uint64_t samples = 0;
  double value = 0;
  std::string text{};
};

Measured measured_span(std::uint64_t samples, Duration span) {
  return {samples, static_cast<double>(to_ns(span)), to_text(span)};
}

/// The statistic of a span of time, where there are samples.
Measured measure(const sim::Threshold& threshold, const Series& samples) {
  const std::uint64_t count = samples.count();
  if (count == 0) return {};
  switch (threshold.statistic) {
    case sim::Statistic::percentile:
      return measured_span(count, samples.percentile(static_cast<std::uint64_t>(threshold.percentile * 1000 + 0.5)));
    case sim::Statistic::mean: return measured_span(count, samples.mean());
    case sim::Statistic::least: return measured_span(count, samples.percentile(0));
    case sim::Statistic::most: return measured_span(count, samples.percentile(100'000));
    case sim::Statistic::count: return {count, static_cast<double>(count), fmt::format("{}", count)};
    case sim::Statistic::value: break;  // of many numbers none is the one
  }
  return {};
}

Measured measure(const sim::Threshold& threshold, const MetricsCollector& collector, const Metrics& metrics) {
  const MetricInfo* metric = find_metric(threshold.metric);
  if (!metric) return {};
  if (metric->type == MetricType::time) {
    return measure(threshold, threshold.stage.empty() ? collector.samples(threshold.metric)
                                                      : collector.samples(threshold.metric, threshold.stage));
  }
  if (threshold.statistic != sim::Statistic::value) return {};
  if (metric->type == MetricType::rate) {
    const auto rate = metrics.rates.find(threshold.metric);
    if (rate == metrics.rates.end()) return {};
    return {1, rate->second, fmt::format("{:.6g}", rate->second)};
  }
  // That nothing was counted means something only if the run did anything at all.
  const auto sent = metrics.counts.find("messages_sent");
  const auto count = metrics.counts.find(threshold.metric);
  if (!threshold.stage.empty() && count == metrics.counts.end()) return {};  // there, nought is told as any number
  const std::uint64_t value = count == metrics.counts.end() ? 0 : count->second;
  const std::uint64_t others = threshold.stage.empty() ? (sent == metrics.counts.end() ? 0 : sent->second) : 1;
  return {value + others, static_cast<double>(value),
          fmt::format("{}", value)};
}

}  // namespace

std::string threshold_name(const sim::Threshold& threshold) {
  return threshold.metric + " " + sim::condition_text(threshold);
}

bool is_about_time(const sim::Threshold& threshold) {
  const MetricInfo* metric = find_metric(threshold.metric);
  if (!metric) return false;
  if (metric->type == MetricType::time) return threshold.statistic != sim::Statistic::count;
  return metric->of_time;
}

std::optional<std::pair<std::string, double>> busiest_of(const IntervalMetrics& interval) {
  constexpr std::string_view start = "utilisation.";
  std::optional<std::pair<std::string, double>> busiest;
  for (const auto& [name, share] : interval.metrics.rates) {
    if (!name.starts_with(start) || share <= 0 || (busiest && share <= busiest->second)) continue;
    busiest = {name.substr(start.size()), share};
  }
  return busiest;
}

std::string busiest_words(const IntervalMetrics& interval) {
  const auto busiest = busiest_of(interval);
  if (!busiest) return {};
  return fmt::format("In {} the busiest was {}, at work or waiting in it for {:.0f} % of {}", interval.name,
                     busiest->first, busiest->second * 100, to_text(interval.lasting));
}

PropertyResult judge(const sim::Threshold& threshold, const MetricsCollector& collector, const Metrics& metrics,
                     const RunEnd& end, const std::string& busiest) {
  const Measured measured = measure(threshold, collector, metrics);
  const std::string condition = sim::condition_text(threshold);
  PropertyResult result{.name = threshold_name(threshold),
                        .meaning = "a limit that the scenario sets",
                        .observed = measured.samples};
  if (!end.own_time && is_about_time(threshold)) return not_judged(std::move(result));
  if (measured.samples == 0) {
    result.reason = "vacuous: nothing was measured";
  } else if (!sim::holds(threshold, measured.value)) {
    result.verdict = Verdict::fail;
    result.reason = fmt::format("{} was {}, not {}", threshold.metric, measured.text, condition);
    result.violation_count = 1;
    const MetricInfo* metric = find_metric(threshold.metric);
    const bool says_how_slow = metric && metric->type != MetricType::count;
    result.violations.push_back({.at = end.at,
                                 .reason = result.reason,
                                 .evidence = {},
                                 .at_end = true,
                                 .aside = says_how_slow ? busiest : std::string{}});
  } else if (end.is_cut()) {
    result.reason = end.trouble();
  } else {
    result.verdict = Verdict::pass;
  }
  return result;
}

}  // namespace crisper::properties
