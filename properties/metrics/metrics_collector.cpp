#include "properties/metrics/metrics_collector.hpp"

#include <utility>

#include "properties/metrics/measure_registry.hpp"

namespace crisper::properties {
namespace {

/// "staleness" is the whole of "staleness.catalog".
bool is_part_of(std::string_view name, std::string_view whole) {
  return name.size() > whole.size() && name.starts_with(whole) && name[whole.size()] == '.';
}

using Counts = std::map<std::string, std::uint64_t, std::less<>>;

class CountingSink final : public MetricSink {
 public:
  void time(std::string name, const Series& samples) override { counts[std::move(name)] = samples.count(); }
  void count(std::string, std::uint64_t) override {}
  void rate(std::string, double) override {}

  Counts counts;
};

/// Hands on a series without what is of the warm-up.
template <class Take>
void take_rest(const Counts& of_warm_up, std::string_view name, const Series& samples, Take take) {
  const auto left_out = of_warm_up.find(name);
  if (left_out == of_warm_up.end() || left_out->second == 0) return take(samples);
  take(samples.without_first(left_out->second));
}

class MetricsSink final : public MetricSink {
 public:
  explicit MetricsSink(const Counts& of_warm_up) : of_warm_up_(of_warm_up) {}
  void time(std::string name, const Series& samples) override {
    take_rest(of_warm_up_, name, samples, [&](const Series& rest) { add(name, rest); });
  }
  void add(const std::string& name, const Series& samples) {
    if (samples.count() > 0) metrics.times[name] = samples.percentiles();
  }
  void count(std::string name, std::uint64_t value) override { metrics.counts[std::move(name)] = value; }
  void rate(std::string name, double value) override { metrics.rates[std::move(name)] = value; }

  Metrics metrics;

 private:
  const Counts& of_warm_up_;
};

/// Takes series apart, and what is told of intervals one by one.
class ApartSink final : public MetricSink, public IntervalSink {
 public:
  ApartSink(std::vector<Metrics>& parts, const Counts& of_warm_up) : parts_(parts), of_warm_up_(of_warm_up) {}
  void time(std::string name, const Series& samples) override {
    take_rest(of_warm_up_, name, samples, [&](const Series& rest) { add(name, rest); });
  }
  void add(const std::string& name, const Series& samples) {
    const std::vector<Series> apart = samples.by_interval(parts_.size());
    for (std::size_t each = 0; each < apart.size(); ++each) {
      if (apart[each].count() > 0) parts_[each].times[name] = apart[each].percentiles();
    }
  }
  void count(std::string, std::uint64_t) override {}
  void rate(std::string, double) override {}
  void count(RunIntervals::Index interval, std::string name, std::uint64_t value) override {
    parts_[interval].counts[std::move(name)] = value;
  }
  void rate(RunIntervals::Index interval, std::string name, double value) override {
    parts_[interval].rates[std::move(name)] = value;
  }

 private:
  std::vector<Metrics>& parts_;
  const Counts& of_warm_up_;
};

class SamplesSink final : public MetricSink {
 public:
  SamplesSink(std::string_view wanted, const Counts& of_warm_up) : wanted_(wanted), of_warm_up_(of_warm_up) {}
  void time(std::string name, const Series& samples) override {
    if (name != wanted_ && !is_part_of(name, wanted_)) return;
    take_rest(of_warm_up_, name, samples, [this](const Series& rest) { all.add(rest); });
  }
  void count(std::string, std::uint64_t) override {}
  void rate(std::string, double) override {}

  Series all;

 private:
  std::string_view wanted_;
  const Counts& of_warm_up_;
};

}  // namespace

MetricsCollector::MetricsCollector(const Names& names, SimTime warm_up, RunIntervals intervals)
    : intervals_(std::move(intervals)), warm_up_(warm_up), is_warm_(warm_up <= sim_start) {
  for (const MeasureEntry& entry : all_measures()) {
    measures_.push_back(entry.create(names));
    if (!intervals_.empty()) measures_.back()->tell_by(intervals_);
    for (std::size_t kind = 0; kind < listeners_.size(); ++kind) {
      if (entry.info.wants.contains(static_cast<ObservationKind>(kind))) {
        listeners_[kind].push_back(measures_.back().get());
      }
    }
  }
}

void MetricsCollector::observe(const Observation& observation, ObservationId) {
  if (!is_warm_ && observation.at >= warm_up_) end_warm_up();
  for (Measure* measure : listeners(observation.kind)) measure->observe(observation);
}

void MetricsCollector::end_warm_up() {
  is_warm_ = true;
  CountingSink sink;
  for (const auto& measure : measures_) measure->tell(sink);
  of_warm_up_ = std::move(sink.counts);
}

void MetricsCollector::finish(const RunEnd& end) {
  if (!is_warm_) end_warm_up();  // nothing has come behind it: nothing is measured
  for (const auto& measure : measures_) measure->finish(end);
  ended_ = end.at;
}

std::vector<IntervalMetrics> MetricsCollector::of_intervals() const {
  if (intervals_.empty()) return {};
  std::vector<Metrics> parts(intervals_.size());
  ApartSink sink(parts, of_warm_up_);
  for (const auto& measure : measures_) {
    measure->tell(sink);
    measure->tell_intervals(sink);
  }
  for (const MeasureEntry& entry : all_measures()) {
    for (const MetricInfo& metric : entry.info.metrics) {
      if (metric.adds_up_parts) sink.add(std::string(metric.name), samples(metric.name));
    }
  }
  std::vector<IntervalMetrics> told;
  for (RunIntervals::Index each = 0; each < intervals_.size(); ++each) {
    const Duration lasting = intervals_.over_by(each, ended_);
    if (lasting == Duration::zero()) continue;
    told.push_back({.name = intervals_.name(each),
                    .from = intervals_.begin_of(each),
                    .lasting = lasting,
                    .metrics = std::move(parts[each])});
  }
  return told;
}

Series MetricsCollector::samples(std::string_view name, const std::string& interval) const {
  const RunIntervals::Index place = intervals_.named(interval);
  if (place == RunIntervals::none) return {};
  return std::move(samples(name).by_interval(intervals_.size())[place]);
}

Series MetricsCollector::samples(std::string_view name) const {
  SamplesSink sink(name, of_warm_up_);
  for (const auto& measure : measures_) measure->tell(sink);
  return std::move(sink.all);
}

Metrics MetricsCollector::metrics() const {
  MetricsSink sink(of_warm_up_);
  for (const auto& measure : measures_) measure->tell(sink);
  for (const MeasureEntry& entry : all_measures()) {
    for (const MetricInfo& metric : entry.info.metrics) {
      if (metric.adds_up_parts) sink.add(std::string(metric.name), samples(metric.name));
    }
  }
  return std::move(sink.metrics);
}

}  // namespace crisper::properties
