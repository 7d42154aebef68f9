#include "properties/generators/domain_worlds.hpp"

#include <algorithm>

#include "core/base/assert.hpp"

namespace crisper::properties::gen {

const DomainWorlds& worlds_of(std::string_view name) {
#define CRISPER_DOMAIN(name) wings::name(),
  static const std::vector<DomainWorlds> all{CRISPER_DOMAINS(CRISPER_DOMAIN)};
#undef CRISPER_DOMAIN
  const auto found = std::ranges::find(all, name, &DomainWorlds::name);
  CRISPER_ASSERT(found != all.end(), "only what is in the list of domains is drawn");
  return *found;
}

}  // namespace crisper::properties::gen
