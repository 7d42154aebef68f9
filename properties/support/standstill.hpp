// Standstill: how long something may lie in one place before a judge says that it stands still. Only runs that did not
// come to rest are judged by it: what is missing in a quiet one is missing.
#pragma once

#include "core/base/sim_time.hpp"

namespace crisper {
struct Design;
}  // namespace crisper

namespace crisper::properties {

inline constexpr Duration least_standstill = std::chrono::seconds(5);

/// Three times the longest wait that this design puts between two tries to move an event, a command or a message on; at
/// least `least_standstill`.
Duration standstill_after(const Design& design);

}  // namespace crisper::properties
