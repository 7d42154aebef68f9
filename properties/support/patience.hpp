// Patience: how long a run must be left alone before it can be said that what is open stays open.
#pragma once

#include "sim/scenario/scenario.hpp"

namespace crisper::properties {

struct Patience {
  Duration after_step{};   ///< since work last came a step further
  Duration after_start{};  ///< since a process manager last began an instance
  friend bool operator==(const Patience&, const Patience&) = default;
};

/// The longest of the waits by which a design comes over a loss: until then a timer may still help. A command's
/// redeliveries count together, up to five of them. A process manager's own time limit runs from its beginning.
Patience patience_of(const sim::Scenario& scenario);

}  // namespace crisper::properties
