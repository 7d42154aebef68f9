// Duties: how many handlers and read nodes a design has at what time, and when each of them works.
#pragma once

#include <cstdint>
#include <vector>

#include "core/command/command_queue_design.hpp"
#include "core/runtime/duty.hpp"
#include "core/subscription/consumer_design.hpp"

namespace crisper {

/// How many a design needs at its largest.
std::uint32_t handlers_at_most(const CommandQueueDesign& design);
std::uint32_t read_nodes_at_most(const ConsumerDesign& design);

/// When the one of this number (from 1) is on duty, in the order of time; those with higher numbers come last and go
/// first.
std::vector<Duty> duties_of(const CommandQueueDesign& design, std::uint32_t handler);
std::vector<Duty> duties_of(const ConsumerDesign& design, std::uint32_t read_node);

}  // namespace crisper
