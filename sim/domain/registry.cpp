#include "sim/domain/registry.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "core/base/assert.hpp"
#include "sim/scenario/scenario.hpp"
#include "sim/scenario/vocabulary.hpp"

namespace crisper::sim {

std::span<const DomainEntry* const> all_domains() {
#define CRISPER_DOMAIN(name) &wings::name(),
  static const std::vector<const DomainEntry*> all{CRISPER_DOMAINS(CRISPER_DOMAIN)};
#undef CRISPER_DOMAIN
  return all;
}

const DomainEntry& domain_called(std::string_view name) {
  const auto all = all_domains();
  const auto found = std::ranges::find(all, name, &DomainEntry::name);
  CRISPER_ASSERT(found != all.end(), "a scenario's domain is in the registry: its name was checked when it was read");
  return **found;
}

const DomainEntry& domain_of(const Scenario& scenario) {
  return scenario.own_domain ? *scenario.own_domain.entry : domain_called(scenario.domain);
}

void add_commands(const DomainEntry& entry, Vocabulary& words) {
  std::vector<std::string> decided = entry.commands();
  words.queued.insert(words.queued.end(), decided.begin(), decided.end());
  // A command may be called as a request is: one of the two stays.
  for (const std::string& request : entry.requests()) decided.erase(std::ranges::find(decided, request));
  words.commands.insert(words.commands.end(), decided.begin(), decided.end());
}

std::unique_ptr<Domain> make_domain(const Scenario& scenario) { return domain_of(scenario).make(scenario.settings); }

}  // namespace crisper::sim
