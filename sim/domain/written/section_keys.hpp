// The keys of a written business: what its reader accepts, and what the schema and `describe` tell, from one table.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/scenario/grammar.hpp"

namespace crisper::written {

struct SectionKey {
  std::string_view key;
  std::string_view what;  ///< what stands there, for people
  std::string_view doc;
};

/// Of `domain:` itself, of one entity, service, request, view, reaction, process and law.
std::span<const SectionKey> domain_keys();
std::span<const SectionKey> entity_keys();
std::span<const SectionKey> service_keys();
std::span<const SectionKey> request_keys();
std::span<const SectionKey> view_keys();
std::span<const SectionKey> reaction_keys();
std::span<const SectionKey> process_keys();
std::span<const SectionKey> law_keys();

std::vector<std::string> names_of(std::span<const SectionKey> keys);

sim::Grammar domain_grammar();

}  // namespace crisper::written
