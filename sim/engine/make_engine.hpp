// The engines by name.
#pragma once

#include <array>
#include <memory>
#include <string_view>

#include "sim/engine/engine.hpp"
#include "sim/platform/platform.hpp"

namespace crisper::sim {

inline constexpr auto engine_names = std::to_array<std::string_view>({"simgrid", "fast"});

/// One line for people; empty where there is no such engine.
constexpr std::string_view meaning_of_engine(std::string_view name) {
  if (name == "simgrid")
    return "SimGrid: links and processors are shared by what uses them at once; for timing and capacity";
  if (name == "fast") return "our own event kernel: many runs a second, no contention between links; for search";
  return {};
}

/// The engine of this name, null where there is none. The platform must outlive it.
std::unique_ptr<Engine> make_engine(std::string_view name, const Platform& platform);

}  // namespace crisper::sim
