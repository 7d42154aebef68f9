// Duty: when a handler takes commands, where their number changes while the system runs.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/base/sim_time.hpp"
#include "core/design/design.hpp"

namespace crisper {

struct Duty {
  SimTime from;
  SimTime until = sim_never;
  friend bool operator==(const Duty&, const Duty&) = default;
};

/// The handlers that a design needs at its largest.
std::uint32_t handlers_at_most(const CommandQueueDesign& design);

/// When the handler of this number (from 1) is on duty, in the order of time; handlers with higher numbers come last
/// and go first.
std::vector<Duty> duties_of(const CommandQueueDesign& design, std::uint32_t handler);

}  // namespace crisper
