// What an event does to a row of a view, read off its text: the fold that a view is compared with. It shares no code
// with the projection that it watches.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace crisper::properties {

struct RowChange {
  std::int64_t item = 0;
  std::int64_t delta = 0;  ///< by how much its number changes
  std::string_view word{};  ///< DomainLaws::row_item: filled in by row_change
};

/// Nothing for events that change no row, and for domains that aren't known here: a trace doesn't say of which it is.
std::optional<RowChange> row_change(std::string_view event_type, std::string_view text);

/// The whole number behind `name=` in "MealReserved{order=1 meal=3 quantity=1}".
std::optional<std::int64_t> field_of(std::string_view text, std::string_view name);

}  // namespace crisper::properties
