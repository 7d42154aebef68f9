// What an event does to a row of the catalogue, read off its text: the fold that a view is compared with. It shares no
// code with the projection that it watches.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace crisper::gui {

struct RowChange {
  std::int64_t item = 0;   ///< the meal
  std::int64_t delta = 0;  ///< by how much its stock changes
};

/// Nothing for events that change no row, and for domains that this window does not know.
std::optional<RowChange> row_change(std::string_view event_type, std::string_view text);

/// The whole number behind `name=` in "MealReserved{order=1 meal=3 quantity=1}".
std::optional<std::int64_t> field_of(std::string_view text, std::string_view name);

}  // namespace crisper::gui
