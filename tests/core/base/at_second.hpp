// When something happens, for tests that tell a story second by second.
#pragma once

#include "core/base/sim_time.hpp"

namespace crisper {

constexpr SimTime at_second(int second) { return sim_start + std::chrono::seconds(second); }

}  // namespace crisper
