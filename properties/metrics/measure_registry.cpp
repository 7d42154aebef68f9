#include "properties/metrics/measure_registry.hpp"

#include "properties/domain/registry.hpp"

namespace crisper::properties {

std::span<const MeasureEntry> all_measures() {
  static const std::vector<MeasureEntry> all = [] {
    std::vector<MeasureEntry> entries;
    for (const DomainLaws& domain : all_domain_laws()) {
      entries.insert(entries.end(), domain.measures.begin(), domain.measures.end());
    }
#define CRISPER_MEASURE(name) entries.push_back(measures::name());
    CRISPER_MEASURES(CRISPER_MEASURE)
#undef CRISPER_MEASURE
    return entries;
  }();
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
