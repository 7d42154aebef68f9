// Narrate: one observation as a person would tell it.
#pragma once

#include <string>

#include "core/observe/observation.hpp"
#include "properties/names.hpp"

namespace crisper::properties {

/// "12.3ms  event-store stored MealReserved{order=7 meal=1 quantity=1} as version 4 of fridge-3 for handler-2"
std::string narrate(const Observation& observation, const Names& names);

/// The same without the time.
std::string deed(const Observation& observation, const Names& names);

}  // namespace crisper::properties
