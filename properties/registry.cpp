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

const PropertyEntry* find_property(std::string_view name) {
  const auto all = all_properties();
  const auto found = std::ranges::find(all, name, [](const PropertyEntry& each) { return each.info.name; });
  return found == all.end() ? nullptr : &*found;
}

}  // namespace crisper::properties
