// Which words a scenario may use for properties, measurements, consumers and roles: what the parser checks against.
#pragma once

#include "sim/scenario/vocabulary.hpp"

namespace crisper::properties {

/// Costs the assembly of a small system.
sim::Vocabulary scenario_vocabulary();

}  // namespace crisper::properties
