#include "properties/metrics/metric_names.hpp"

#include "properties/metrics/measure_registry.hpp"

namespace crisper::properties {

std::vector<MetricName> metric_names() {
  std::vector<MetricName> names;
  for (const MetricType type : {MetricType::time, MetricType::count, MetricType::rate}) {
    for (const MeasureEntry& entry : all_measures()) {
      for (const MetricInfo& metric : entry.info.metrics) {
        if (metric.type == type) names.push_back({std::string(metric.name), std::string(metric.meaning)});
      }
    }
  }
  return names;
}

}  // namespace crisper::properties
