// The laws that every written business has without saying so.
#pragma once

#include <array>
#include <string_view>

namespace crisper::written {

inline constexpr auto implied_laws = std::to_array<std::string_view>({"within_bounds", "views_match_events"});

}  // namespace crisper::written
