// Registry: what is judged of each business, by name, as the list in core/domain/domains.hpp has them.
#pragma once

#include <span>
#include <string_view>

#include "core/domain/domains.hpp"
#include "properties/domain/domain_laws.hpp"

namespace crisper::properties {

/// Each is defined in the wing of its name.
namespace wings {
#define CRISPER_DOMAIN(name) DomainLaws name();
CRISPER_DOMAINS(CRISPER_DOMAIN)
#undef CRISPER_DOMAIN
}  // namespace wings

/// In the order of the list.
std::span<const DomainLaws> all_domain_laws();

/// Null for one that isn't in the list: somebody's own, run without a scenario.
const DomainLaws* find_domain_laws(std::string_view name);

}  // namespace crisper::properties
