// What can be measured, by name: what thresholds may be set on.
#pragma once

#include <string>
#include <vector>

namespace crisper::properties {

struct MetricName {
  std::string name;
  std::string meaning;
};

/// Spans of time first, then counts and rates.
std::vector<MetricName> metric_names();

}  // namespace crisper::properties
