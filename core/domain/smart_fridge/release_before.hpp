// The release before this one: how it wrote events.
#pragma once

#include "core/domain/smart_fridge/messages.hpp"
#include "core/store/release.hpp"

namespace crisper::smart_fridge {

/// Event of that release: the kitchen put trays into the fridge. Today it is MealsLoaded.
struct TraysLoaded {
  CRISPER_BODY(TraysLoaded);
  MealId meal;
  Quantity trays = 0;
  Quantity meals_on_each = 0;
  CRISPER_FIELDS(meal, trays, meals_on_each)
};

/// Between that release and today's.
SchemaChange change_of_schema();

}  // namespace crisper::smart_fridge
