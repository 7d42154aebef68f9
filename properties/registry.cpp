#include "properties/registry.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "properties/domain/registry.hpp"

namespace crisper::properties {

namespace {

std::string_view name_in(const PropertyEntry& entry) { return entry.info.name; }

std::vector<PropertyEntry> with_laws() {
#define CRISPER_PROPERTY(name) entries::name(),
  std::vector<PropertyEntry> all{CRISPER_PROPERTIES(CRISPER_PROPERTY)};
#undef CRISPER_PROPERTY
  for (const DomainLaws& domain : all_domain_laws()) {
    for (PropertyEntry law : domain.laws) {
      law.info.domain = domain.name;
      const auto before = std::ranges::find(all, law.info.behind, name_in);
      all.insert(before == all.end() ? before : before + 1, std::move(law));
    }
  }
  return all;
}

}  // namespace

std::span<const PropertyEntry> all_properties() {
  static const std::vector<PropertyEntry> all = with_laws();
  return all;
}

const PropertyEntry* find_property(std::string_view name) {
  const auto all = all_properties();
  const auto found = std::ranges::find(all, name, name_in);
  return found == all.end() ? nullptr : &*found;
}

}  // namespace crisper::properties
