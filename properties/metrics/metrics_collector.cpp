#include "properties/metrics/metrics_collector.hpp"

#include <utility>

#include "properties/metrics/measure_registry.hpp"

namespace crisper::properties {
namespace {

/// "staleness" is the whole of "staleness.catalog".
bool is_part_of(std::string_view name, std::string_view whole) {
  return name.size() > whole.size() && name.starts_with(whole) && name[whole.size()] == '.';
}

class MetricsSink final : public MetricSink {
 public:
  void time(std::string name, const Series& samples) override {
    if (samples.count() > 0) metrics.times[std::move(name)] = samples.percentiles();
  }
  void count(std::string name, std::uint64_t value) override { metrics.counts[std::move(name)] = value; }
  void rate(std::string name, double value) override { metrics.rates[std::move(name)] = value; }

  Metrics metrics;
};

class SamplesSink final : public MetricSink {
 public:
  explicit SamplesSink(std::string_view wanted) : wanted_(wanted) {}
  void time(std::string name, const Series& samples) override {
    if (name == wanted_ || is_part_of(name, wanted_)) all.add(samples);
  }
  void count(std::string, std::uint64_t) override {}
  void rate(std::string, double) override {}

  Series all;

 private:
  std::string_view wanted_;
};

}  // namespace

MetricsCollector::MetricsCollector(const Names& names) {
  for (const MeasureEntry& entry : all_measures()) {
    measures_.push_back(entry.create(names));
    for (std::size_t kind = 0; kind < listeners_.size(); ++kind) {
      if (entry.info.wants.contains(static_cast<ObservationKind>(kind))) {
        listeners_[kind].push_back(measures_.back().get());
      }
    }
  }
}

void MetricsCollector::observe(const Observation& observation, ObservationId) {
  for (Measure* measure : listeners(observation.kind)) measure->observe(observation);
}

void MetricsCollector::finish(const RunEnd& end) {
  for (const auto& measure : measures_) measure->finish(end);
}

Series MetricsCollector::samples(std::string_view name) const {
  SamplesSink sink(name);
  for (const auto& measure : measures_) measure->tell(sink);
  return std::move(sink.all);
}

Metrics MetricsCollector::metrics() const {
  MetricsSink sink;
  for (const auto& measure : measures_) measure->tell(sink);
  for (const MeasureEntry& entry : all_measures()) {
    for (const MetricInfo& metric : entry.info.metrics) {
      if (metric.adds_up_parts) sink.time(std::string(metric.name), samples(metric.name));
    }
  }
  return std::move(sink.metrics);
}

}  // namespace crisper::properties
