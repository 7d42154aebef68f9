#include "sim/scenario/threshold.hpp"

#include <fmt/format.h>

#include <array>
#include <limits>

#include "sim/scenario/scalar_format.hpp"

namespace crisper::sim {
namespace {

struct NamedStatistic {
  std::string_view name;
  Statistic statistic;
};
constexpr std::array<NamedStatistic, 5> statistics{{{"mean", Statistic::mean},
                                                    {"min", Statistic::least},
                                                    {"max", Statistic::most},
                                                    {"count", Statistic::count},
                                                    {"p", Statistic::percentile}}};

struct NamedComparator {
  std::string_view name;
  Comparator comparator;
};
// Longer words first: "<=" begins with "<".
constexpr std::array<NamedComparator, 5> comparators{{{"<=", Comparator::at_most},
                                                      {">=", Comparator::at_least},
                                                      {"==", Comparator::equal},
                                                      {"<", Comparator::less},
                                                      {">", Comparator::more}}};

/// Before the stage of the load that is meant.
constexpr std::string_view in_stage = " in ";

FromText<ThresholdValue> value_from(std::string_view text) {
  if (text.find('/') != std::string_view::npos) {
    return rate_from(text).map([](const Rate& rate) { return ThresholdValue(rate); });
  }
  if (text.ends_with('%')) {
    const FromText<double> percent = number_from(trimmed(text.substr(0, text.size() - 1)));
    if (!percent) return failure(percent.error());
    return ThresholdValue(Share{*percent});
  }
  if (const FromText<double> plain = number_from(text)) return ThresholdValue(*plain);
  return duration_from(text).map([](Duration span) { return ThresholdValue(span); });
}

std::string value_text(const Threshold& threshold) {
  return std::visit(
      [](const auto& value) {
        if constexpr (std::is_same_v<std::decay_t<decltype(value)>, Share>) {
          return exact_text(value.percent) + "%";
        } else {
          return exact_text(value);
        }
      },
      threshold.value);
}

/// Sets statistic and percentile; false if the word is neither.
bool read_statistic(std::string_view word, Threshold& threshold) {
  if (word.empty()) return true;
  for (const NamedStatistic& named : statistics) {
    if (named.statistic != Statistic::percentile && named.name == word) {
      threshold.statistic = named.statistic;
      return true;
    }
  }
  if (word.front() != 'p') return false;
  const FromText<double> percentile = number_from(word.substr(1));
  if (!percentile || *percentile < 0 || *percentile > 100) return false;
  threshold.statistic = Statistic::percentile;
  threshold.percentile = *percentile;
  return true;
}

}  // namespace

FromText<Threshold> threshold_from(std::string_view text) {
  Threshold threshold;
  if (const std::size_t in = text.rfind(in_stage); in != std::string_view::npos) {
    threshold.stage = trimmed(text.substr(in + in_stage.size()));
    if (!is_name(threshold.stage)) {
      return failure(fmt::format("'{}': expected the name of a stage behind 'in', as in p99 < 2s in spike", text));
    }
    text = trimmed(text.substr(0, in));
  }
  const std::size_t place = text.find_first_of("<>=");
  const std::string_view expected = "expected a condition such as p99 < 2s, max <= 10ms or >= 50/s";
  if (place == std::string_view::npos) return failure(fmt::format("'{}': {}", text, expected));
  if (!read_statistic(trimmed(text.substr(0, place)), threshold)) {
    return failure(fmt::format("'{}' isn't a statistic: p0 to p100, mean, min, max, count, or nothing",
                               trimmed(text.substr(0, place))));
  }
  for (const NamedComparator& named : comparators) {
    if (!text.substr(place).starts_with(named.name)) continue;
    threshold.comparator = named.comparator;
    FromText<ThresholdValue> value = value_from(trimmed(text.substr(place + named.name.size())));
    if (!value) return failure(value.error());
    threshold.value = *value;
    return threshold;
  }
  return failure(fmt::format("'{}': {}", text, expected));
}

std::string condition_text(const Threshold& threshold) {
  std::string text;
  for (const NamedStatistic& named : statistics) {
    if (named.statistic != threshold.statistic) continue;
    text = fmt::format("{}{} ", named.name,
                       threshold.statistic == Statistic::percentile ? exact_text(threshold.percentile) : "");
  }
  for (const NamedComparator& named : comparators) {
    if (named.comparator == threshold.comparator) text += named.name;
  }
  text += " " + value_text(threshold);
  return threshold.stage.empty() ? text : fmt::format("{}{}{}", text, in_stage, threshold.stage);
}

namespace {

/// Nothing is measured below zero, and no share above all of it: what is behind these bounds breaks no run, or each.
std::string foregone_problem(const Threshold& threshold, MetricUnit unit) {
  const double bound = bound_of(threshold);
  const double most = unit == MetricUnit::share ? 1 : std::numeric_limits<double>::infinity();
  bool may_hold = true;
  bool may_fail = true;
  switch (threshold.comparator) {
    case Comparator::less:
      may_hold = bound > 0;
      break;
    case Comparator::at_most:
      may_hold = bound >= 0;
      may_fail = bound < most;
      break;
    case Comparator::more:
      may_hold = bound < most;
      may_fail = bound >= 0;
      break;
    case Comparator::at_least:
      may_fail = bound > 0;
      break;
    case Comparator::equal:
      may_hold = bound >= 0;
      break;
  }
  if (!may_hold) return condition_text(threshold) + " never holds, whatever is measured";
  return may_fail ? "" : condition_text(threshold) + " can't fail: it holds whatever is measured";
}

std::string kind_problem(const Threshold& threshold, MetricUnit unit) {
  const std::string bound = value_text(threshold);
  const bool of_many = threshold.statistic != Statistic::value;
  const bool plain = std::holds_alternative<double>(threshold.value);
  const auto expected = [&](std::string_view what) { return fmt::format("{} {}", condition_text(threshold), what); };
  if (unit == MetricUnit::time && !of_many) {
    return expected("says nothing of many spans of time: expected p0 to p100, mean, min, max or count, as in p99 < 2s");
  }
  if (unit == MetricUnit::time && threshold.statistic == Statistic::count) {
    return plain ? "" : expected("counts spans of time: expected a number, as in count > 100");
  }
  if (unit != MetricUnit::time && of_many) {
    return expected("asks for one of many, and this is one number: expected < 5");
  }
  switch (unit) {
    case MetricUnit::time:
      if (std::holds_alternative<Duration>(threshold.value)) return {};
      return expected(plain ? fmt::format("has no unit: expected a duration, such as {}s or {}ms", bound, bound)
                            : "is not a bound on a duration: expected one such as 20ms or 1.5s");
    case MetricUnit::count:
      return plain ? "" : expected("is not a bound on a count: expected a number, such as 5");
    case MetricUnit::rate:
      if (std::holds_alternative<Rate>(threshold.value)) return {};
      return expected(plain ? fmt::format("has no unit: expected a rate, such as {}/s or {}/m", bound, bound)
                            : "is not a bound on a rate: expected one such as 50/s");
    case MetricUnit::ratio:
      return plain ? "" : expected("is not a bound on a plain number: expected one such as 1.5");
    case MetricUnit::share: {
      const bool share = plain || std::holds_alternative<Share>(threshold.value);
      const double bound_is = bound_of(threshold);
      return share && bound_is >= 0 && bound_is <= 1 ? "" : expected("is no share: expected one from 0% to 100%");
    }
  }
  return {};
}

}  // namespace

std::string unit_problem(const Threshold& threshold, MetricUnit unit) {
  const std::string problem = kind_problem(threshold, unit);
  return problem.empty() ? foregone_problem(threshold, unit) : problem;
}

double bound_of(const Threshold& threshold) {
  if (const auto* span = std::get_if<Duration>(&threshold.value)) return static_cast<double>(to_ns(*span));
  if (const auto* rate = std::get_if<Rate>(&threshold.value)) return rate->per_second();
  if (const auto* share = std::get_if<Share>(&threshold.value)) return share->percent / 100;
  return std::get<double>(threshold.value);
}

bool holds(const Threshold& threshold, double measured) {
  const double bound = bound_of(threshold);
  switch (threshold.comparator) {
    case Comparator::less:
      return measured < bound;
    case Comparator::at_most:
      return measured <= bound;
    case Comparator::more:
      return measured > bound;
    case Comparator::at_least:
      return measured >= bound;
    case Comparator::equal:
      return !(measured < bound) && !(bound < measured);
  }
  return false;
}

}  // namespace crisper::sim
