// Registry: the businesses by name, as the list in core/domain/domains.hpp has them.
#pragma once

#include <span>
#include <string_view>

#include "core/domain/domains.hpp"
#include "sim/domain/domain_entry.hpp"

namespace crisper::sim {

struct Vocabulary;

/// Each is defined in the wing of its name.
namespace wings {
#define CRISPER_DOMAIN(name) const DomainEntry& name();
CRISPER_DOMAINS(CRISPER_DOMAIN)
#undef CRISPER_DOMAIN
}  // namespace wings

/// In the order of the list.
std::span<const DomainEntry* const> all_domains();

/// `name` is one of them: the parser saw to that.
const DomainEntry& domain_called(std::string_view name);
/// Of the list, or the scenario's own.
const DomainEntry& domain_of(const Scenario& scenario);

/// Adds the names of the types of its commands: which can be queued, and which are decided on.
void add_commands(const DomainEntry& entry, Vocabulary& words);

/// The business itself, as the scenario chooses it.
std::unique_ptr<Domain> make_domain(const Scenario& scenario);

}  // namespace crisper::sim
