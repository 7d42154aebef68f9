#include "gui/models/row_fold.hpp"

#include <charconv>
#include <string>

namespace crisper::gui {

std::optional<std::int64_t> field_of(std::string_view text, std::string_view name) {
  const std::string wanted = std::string(name) + "=";
  for (std::size_t at = text.find(wanted); at != std::string_view::npos; at = text.find(wanted, at + 1)) {
    if (at == 0 || (text[at - 1] != '{' && text[at - 1] != ' ')) continue;
    const std::string_view digits = text.substr(at + wanted.size());
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (error == std::errc()) return value;
  }
  return std::nullopt;
}

std::optional<RowChange> row_change(std::string_view event_type, std::string_view text) {
  if (event_type == "TraysLoaded") {  // MealsLoaded, in the words of the release before
    const auto meal = field_of(text, "meal");
    const auto trays = field_of(text, "trays");
    const auto each = field_of(text, "meals_on_each");
    if (!meal || !trays || !each) return std::nullopt;
    return RowChange{*meal, *trays * *each};
  }
  int sign = 0;
  if (event_type == "MealsLoaded" || event_type == "ReservationReleased") sign = 1;
  if (event_type == "MealReserved" || event_type == "MealsRemoved") sign = -1;
  if (sign == 0) return std::nullopt;
  const auto meal = field_of(text, "meal");
  const auto quantity = field_of(text, "quantity");
  if (!meal || !quantity) return std::nullopt;
  return RowChange{*meal, sign * *quantity};
}

}  // namespace crisper::gui
