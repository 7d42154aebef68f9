// The engines by name.
#pragma once

#include <array>
#include <memory>
#include <string_view>

#include "sim/engine/engine.hpp"
#include "sim/platform/platform.hpp"

namespace crisper::sim {

inline constexpr auto engine_names = std::to_array<std::string_view>({"simgrid", "fast"});

/// `simgrid`: timing, contention, capacity; once per process. `fast`: search.
/// The engine of this name, null where there is none. The platform must outlive it.
std::unique_ptr<Engine> make_engine(std::string_view name, const Platform& platform);

}  // namespace crisper::sim
