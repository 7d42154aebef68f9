// AreaDesign: a system that is split by where things are. What a design may choose about it.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "core/message/ids.hpp"
#include "core/message/payload.hpp"

namespace crisper {

struct AreaDesign {
  /// Each has a command queue with handlers of its own, behind a router; 1: there is one queue, and no router.
  std::uint32_t count = 1;
  friend bool operator==(const AreaDesign&, const AreaDesign&) = default;
};

/// What says where a command or a state belongs.
struct AreaKey {
  std::optional<std::uint64_t> place{};  ///< from 1: it is there; places are dealt to the areas in turn
  std::optional<std::uint64_t> group{};  ///< it belongs to whatever else has this number
};

/// Of a state, and of what is said to it; `body` may be empty.
using AreaKeyOf = std::function<AreaKey(StreamId stream, const Payload& body)>;

/// From 1.
constexpr std::uint32_t area_of_place(std::uint64_t place, std::uint32_t areas) {
  return static_cast<std::uint32_t>(1 + (place - 1) % areas);
}

/// "catalog-area-3"
inline std::string area_name(const std::string& part, std::uint32_t area) {
  return part + "-area-" + std::to_string(area);
}
/// The area in such a name; zero where there is none.
std::uint32_t area_in_name(std::string_view name);

}  // namespace crisper
