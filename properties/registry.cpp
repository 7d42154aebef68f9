#include "properties/registry.hpp"

#include <algorithm>
#include <vector>

namespace crisper::properties {

std::span<const PropertyEntry> all_properties() {
#define CRISPER_PROPERTY(name) entries::name(),
  static const std::vector<PropertyEntry> all{CRISPER_PROPERTIES(CRISPER_PROPERTY)};
#undef CRISPER_PROPERTY
  return all;
}

std::vector<std::string> property_names() {
  std::vector<std::string> names;
  for (const PropertyEntry& entry : all_properties()) names.emplace_back(entry.info.name);
  return names;
}

const PropertyEntry* find_property(std::string_view name) {
  const auto all = all_properties();
  const auto found = std::ranges::find(all, name, [](const PropertyEntry& each) { return each.info.name; });
  return found == all.end() ? nullptr : &*found;
}

}  // namespace crisper::properties
