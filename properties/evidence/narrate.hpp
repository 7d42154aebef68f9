// Narrate: one observation as a person would tell it.
#pragma once

#include <functional>
#include <string>

#include "core/observe/observation.hpp"
#include "properties/names.hpp"

namespace crisper::properties {

/// How the command or event is called that an observation is about; where one of them is empty, as it stands there:
/// commands by their number, events by what they say or where they are.
struct Wording {
  std::function<std::string(const Observation&)> command{};
  std::function<std::string(const Observation&)> event{};
};

/// "12.3ms  event-store stored MealReserved{order=7 meal=1 quantity=1} as version 4 of fridge-3 for handler-2"
std::string narrate(const Observation& observation, const Names& names);

/// The same without the time. Knows every kind.
std::string deed(const Observation& observation, const Names& names, const Wording& wording = {});

}  // namespace crisper::properties
