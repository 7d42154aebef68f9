// The businesses that this program knows, each named once: a line here, and a folder of its name in the `domain/` of
// every floor.
#pragma once

#include <array>
#include <string_view>

/// CRISPER_DOMAINS(X): X(name). The first is that of a scenario which names none.
#define CRISPER_DOMAINS(X) X(smart_fridge)

namespace crisper {

#define CRISPER_DOMAIN(name) std::string_view(#name),
inline constexpr std::array domain_names{CRISPER_DOMAINS(CRISPER_DOMAIN)};
#undef CRISPER_DOMAIN

}  // namespace crisper
