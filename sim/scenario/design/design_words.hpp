// What several sections of a design are written in.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/design/design.hpp"
#include "sim/scenario/scalar_format.hpp"

namespace crisper::sim {

/// A wait that is never zero: a loop that waits no time would never let time pass.
inline FormatPtr<Duration> positive_duration() { return duration({.least = Duration(1)}); }
inline FormatPtr<std::uint32_t> at_least_one(std::uint32_t most) { return small_number({.least = 1, .most = most}); }

inline FormatPtr<ClockKind> clock_kind() {
  return choice<ClockKind>("a clock");
}

/// The steps of a list stand in the order of time.
template <class Step>
void check_order(const std::vector<Step>& steps, std::string_view key, const YamlNode& node, Reader& reader) {
  for (std::size_t i = 1; i < steps.size(); ++i) {
    if (steps[i - 1].at < steps[i].at) continue;
    const YamlEntry* list = node.find(key);
    const TextPosition at = list && i < list->value.items.size() ? list->value.items[i].at : node.at;
    return reader.fail_here(at, std::string(key) + ": steps stand in the order of time");
  }
}

}  // namespace crisper::sim
