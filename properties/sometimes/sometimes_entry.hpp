// SometimesEntry: something that a run may reach, by one observation.
#pragma once

#include <string_view>

#include "core/observe/observation.hpp"

namespace crisper::properties {

struct SometimesEntry {
  std::string_view name;     ///< as a scenario writes it: {sometimes: order_refused}
  std::string_view meaning;  ///< one line
  ObservationKind kind;      ///< said when it is reached …
  bool (*is)(const Observation&);  ///< … if this is true of it
};

}  // namespace crisper::properties
