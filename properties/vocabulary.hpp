// Which words a scenario may use for properties, measurements, consumers and roles: what the parser checks against.
#pragma once

#include <string>
#include <vector>

#include "sim/scenario/vocabulary.hpp"

namespace crisper::properties {

/// A role, and the processes of it that designs have; of those in numbers, the first.
struct RoleWord {
  std::string role;
  std::vector<std::string> processes;
};
std::vector<RoleWord> role_words();

/// Costs the assembly of a small system.
sim::Vocabulary scenario_vocabulary();

}  // namespace crisper::properties
