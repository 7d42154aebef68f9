#include "properties/domain/registry.hpp"

#include <algorithm>
#include <vector>

namespace crisper::properties {

std::span<const DomainLaws> all_domain_laws() {
#define CRISPER_DOMAIN(name) wings::name(),
  static const std::vector<DomainLaws> all{CRISPER_DOMAINS(CRISPER_DOMAIN)};
#undef CRISPER_DOMAIN
  return all;
}

const DomainLaws* find_domain_laws(std::string_view name) {
  const auto all = all_domain_laws();
  const auto found = std::ranges::find(all, name, &DomainLaws::name);
  return found == all.end() ? nullptr : &*found;
}

}  // namespace crisper::properties
