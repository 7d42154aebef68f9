// How long a design may work without a sign of it: what judges wait for beside its timers.
#pragma once

#include "core/base/sim_time.hpp"

namespace crisper {
struct Design;
}  // namespace crisper

namespace crisper::properties {

/// How long this design may work on one thing, or on one batch of them, before anybody sees that it does: what its
/// costs come to, nearly at the most (see Distribution), and how long a consumer rests. Zero where nothing costs
/// anything.
Duration longest_step(const Design& design);

}  // namespace crisper::properties
