// What the kitchen says it has released, and how far it is believed: that travels with it, as with reports.
#pragma once

#include "core/base/enum_words.hpp"
#include "core/domain/smart_fridge/messages.hpp"

namespace crisper::smart_fridge {

/// How far the kitchen is believed when it says what it released.
CRISPER_ENUM(ReleaseTrust,
             (full, "for sale at once"),
             (bounded, "for sale at once, as long as it is no more than `at_most` meals; more is as with none"),
             (none, "for sale when a report of the fridge has found it"))

/// The kitchen says that it has released meals to the fridge.
struct AnnounceMeals {
  CRISPER_BODY(AnnounceMeals);
  MealId meal;
  Quantity quantity = 0;
  ReleaseTrust trust{};
  Quantity at_most = 0;  ///< bounded
  CRISPER_FIELDS(meal, quantity, trust, at_most)
};

/// Meals are said to be on their way, and are on no book. What is believed is MealsLoaded.
struct MealsAnnounced {
  CRISPER_BODY(MealsAnnounced);
  MealId meal;
  Quantity quantity = 0;
  CRISPER_FIELDS(meal, quantity)
};

}  // namespace crisper::smart_fridge
