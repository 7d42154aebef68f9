// Duty: when one of several alike (a handler, a read node) works, where their number changes while the system runs.
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

/// How many a design needs at its largest.
std::uint32_t handlers_at_most(const CommandQueueDesign& design);
std::uint32_t read_nodes_at_most(const ConsumerDesign& design);

/// When the one of this number (from 1) is on duty, in the order of time; those with higher numbers come last and go
/// first.
std::vector<Duty> duties_of(const CommandQueueDesign& design, std::uint32_t handler);
std::vector<Duty> duties_of(const ConsumerDesign& design, std::uint32_t read_node);

}  // namespace crisper
