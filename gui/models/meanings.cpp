#include "gui/models/meanings.hpp"

#include <algorithm>
#include <vector>

#include "properties/metrics/metric_names.hpp"
#include "properties/registry.hpp"

namespace crisper::gui {

QString meaning_of_property(const std::string& name) {
  const properties::PropertyEntry* known = properties::find_property(name);
  if (!known) return {};
  const std::string_view meaning = known->info.meaning;
  return QString::fromUtf8(meaning.data(), static_cast<qsizetype>(meaning.size()));
}

QString meaning_of_figure(const std::string& name) {
  static const std::vector<properties::MetricName> all = properties::metric_names();
  // "lag.catalog": the same of one consumer, role, process or kind of state.
  const std::string metric = name.substr(0, name.find_first_of(" ."));
  const auto found = std::ranges::find(all, metric, &properties::MetricName::name);
  return found == all.end() ? QString() : QString::fromStdString(found->meaning);
}

}  // namespace crisper::gui
