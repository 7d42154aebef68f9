#include "properties/metrics/threshold.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <utility>

namespace crisper::properties {
namespace {

constexpr auto time_metrics =
    std::to_array<std::string_view>({"order_latency", "order_completion", "command_latency", "handling_time",
                                     "staleness", "lock_wait", "mailbox_wait"});

std::string_view trim(std::string_view text) {
  const std::size_t first = text.find_first_not_of(' ');
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

/// The number that the text begins with; takes it off the text.
std::optional<double> take_number(std::string_view& text) {
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc()) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return number;
}

/// Parts per 100,000 of "p99.9", "max"; nothing else.
std::optional<std::uint64_t> percentile_of(std::string_view text) {
  if (text == "max") return 100'000;
  if (!text.starts_with('p')) return std::nullopt;
  text.remove_prefix(1);
  const auto number = take_number(text);
  if (!number || !text.empty() || *number < 0 || *number > 100) return std::nullopt;
  return static_cast<std::uint64_t>(*number * 1000 + 0.5);
}

std::optional<double> nanoseconds_in(std::string_view unit) {
  constexpr auto units = std::to_array<std::pair<std::string_view, double>>(
      {{"ns", 1}, {"us", 1e3}, {"ms", 1e6}, {"s", 1e9}, {"m", 60e9}, {"h", 3600e9}});
  const auto found = std::ranges::find(units, unit, &std::pair<std::string_view, double>::first);
  return found == units.end() ? std::nullopt : std::optional(found->second);
}

bool is_number_metric(std::string_view name) {
  const Names names;
  const Metrics empty = MetricsCollector(names).metrics();
  const std::string whole(name.substr(0, name.find('.')));
  return empty.counts.contains(whole) || empty.rates.contains(whole) || whole == "mailbox_peak";
}

std::optional<Threshold::Comparison> take_comparison(std::string_view& text) {
  using enum Threshold::Comparison;
  constexpr auto signs = std::to_array<std::pair<std::string_view, Threshold::Comparison>>(
      {{"<=", at_most}, {">=", at_least}, {"<", below}, {">", above}});
  for (const auto& [sign, comparison] : signs) {
    if (!text.starts_with(sign)) continue;
    text = trim(text.substr(sign.size()));
    return comparison;
  }
  return std::nullopt;
}

bool holds(Threshold::Comparison comparison, double value, double limit) {
  switch (comparison) {
    case Threshold::Comparison::below: return value < limit;
    case Threshold::Comparison::at_most: return value <= limit;
    case Threshold::Comparison::above: return value > limit;
    case Threshold::Comparison::at_least: return value >= limit;
  }
  return false;
}

struct Measured {
  double value = 0;
  std::uint64_t samples = 0;
  std::string text;
};

Measured measure(const Threshold& threshold, const MetricsCollector& collector, const Metrics& metrics) {
  if (threshold.is_time) {
    const Series samples = collector.samples(threshold.metric);
    if (samples.count() == 0) return {};
    const Duration span = samples.percentile(threshold.percentile);
    return {static_cast<double>(to_ns(span)), samples.count(), to_text(span)};
  }
  if (const auto rate = metrics.rates.find(threshold.metric); rate != metrics.rates.end()) {
    return {rate->second, rate->second > 0, fmt::format("{:.6g}", rate->second)};
  }
  // A part that was never counted is zero; that it is zero is worth something only if the run handled anything.
  const auto count = metrics.counts.find(threshold.metric);
  const std::uint64_t value = count == metrics.counts.end() ? 0 : count->second;
  return {static_cast<double>(value), value + metrics.counts.at("messages_sent"), fmt::format("{}", value)};
}

}  // namespace

std::string_view in_words(ThresholdError error) {
  switch (error) {
    case ThresholdError::unknown_metric: return "nothing of that name is measured";
    case ThresholdError::no_statistic:
      return "expected p50, p99.9, max … before the comparison of a time, and only there";
    case ThresholdError::no_comparison: return "expected <, <=, > or >=";
    case ThresholdError::bad_limit:
      return "expected a number at the end: with ns, us, ms, s, m or h for a time, else alone";
  }
  return "";
}

Result<Threshold, ThresholdError> parse_threshold(std::string_view metric, std::string_view text) {
  Threshold threshold{.metric = std::string(metric), .text = std::string(trim(text))};
  threshold.is_time = std::ranges::find(time_metrics, metric.substr(0, metric.find('.'))) != time_metrics.end();
  if (!threshold.is_time && !is_number_metric(metric)) return failure(ThresholdError::unknown_metric);

  const std::size_t sign = text.find_first_of("<>");
  if (sign == std::string_view::npos) return failure(ThresholdError::no_comparison);
  const std::string_view statistic = trim(text.substr(0, sign));
  if (threshold.is_time) {
    const auto percentile = percentile_of(statistic);
    if (!percentile) return failure(ThresholdError::no_statistic);
    threshold.percentile = *percentile;
  } else if (!statistic.empty()) {
    return failure(ThresholdError::no_statistic);
  }

  std::string_view rest = trim(text.substr(sign));
  const auto comparison = take_comparison(rest);
  if (!comparison) return failure(ThresholdError::no_comparison);
  threshold.comparison = *comparison;
  const auto limit = take_number(rest);
  if (!limit) return failure(ThresholdError::bad_limit);
  rest = trim(rest);
  const auto unit = threshold.is_time ? nanoseconds_in(rest) : rest.empty() ? std::optional(1.0) : std::nullopt;
  if (!unit) return failure(ThresholdError::bad_limit);
  threshold.limit = *limit * *unit;
  return threshold;
}

PropertyResult judge(const Threshold& threshold, const MetricsCollector& collector, const Metrics& metrics,
                     const RunEnd& end) {
  const Measured measured = measure(threshold, collector, metrics);
  PropertyResult result{.name = threshold.metric + " " + threshold.text,
                        .meaning = "a limit that the scenario sets",
                        .observed = measured.samples};
  if (measured.samples == 0) {
    result.reason = "vacuous: nothing was measured";
  } else if (!holds(threshold.comparison, measured.value, threshold.limit)) {
    result.verdict = Verdict::fail;
    result.reason = fmt::format("{} was {}, not {}", threshold.metric, measured.text, threshold.text);
    result.violation_count = 1;
    result.violations.push_back({.at = end.at, .reason = result.reason, .evidence = {}});
  } else if (end.is_cut()) {
    result.reason = end.trouble();
  } else {
    result.verdict = Verdict::pass;
  }
  return result;
}

}  // namespace crisper::properties
