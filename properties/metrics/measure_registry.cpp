#include "properties/metrics/measure_registry.hpp"

namespace crisper::properties {

std::span<const MeasureEntry> all_measures() {
#define CRISPER_MEASURE(name) measures::name(),
  static const std::vector<MeasureEntry> all{CRISPER_MEASURES(CRISPER_MEASURE)};
#undef CRISPER_MEASURE
  return all;
}

const MetricInfo* find_metric(std::string_view name) {
  const std::string_view whole = name.substr(0, name.find('.'));
  for (const MeasureEntry& entry : all_measures()) {
    for (const MetricInfo& metric : entry.info.metrics) {
      if (metric.name == whole) return &metric;
    }
  }
  return nullptr;
}

}  // namespace crisper::properties
