#include "properties/domain/smart_fridge/row_fold.hpp"

#include <algorithm>
#include <array>

#include "core/domain/smart_fridge/fridge_event.hpp"
#include "core/domain/smart_fridge/release_before.hpp"
#include "core/domain/smart_fridge/report.hpp"

namespace crisper::smart_fridge {
namespace {

using properties::field_of;
using What = FridgeEvent::What;

struct Told {
  std::string_view type;
  What what;
};
constexpr auto told = std::to_array<Told>({{MealsLoaded::name, What::loaded},
                                           {MealReserved::name, What::reserved},
                                           {ReservationReleased::name, What::released},
                                           {MealsRemoved::name, What::removed},
                                           {MealsFound::name, What::found},
                                           {MealsWrittenOff::name, What::removed}});

/// Of an event of the release before, how many meals it loaded.
std::optional<Quantity> meals_on_trays(std::string_view text) {
  const auto trays = field_of(text, "trays");
  const auto each = field_of(text, "meals_on_each");
  if (!trays || !each) return std::nullopt;
  return *trays * *each;
}

}  // namespace

std::optional<properties::RowChange> row_change(std::string_view event_type, std::string_view text) {
  const bool before = event_type == TraysLoaded::name;
  const auto found = std::ranges::find(told, before ? MealsLoaded::name : event_type, &Told::type);
  if (found == told.end()) return std::nullopt;
  const auto meal = field_of(text, "meal");
  const auto quantity = before ? meals_on_trays(text) : field_of(text, "quantity");
  if (!meal || !quantity) return std::nullopt;
  const auto number = static_cast<std::uint64_t>(*meal);
  return properties::RowChange{
      *meal, change_of_stock({.what = found->what, .order = {}, .meal = MealId{number}, .quantity = *quantity})};
}

}  // namespace crisper::smart_fridge
