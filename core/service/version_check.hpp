// VersionCheck: which appends name the version that they were decided on, so that the store refuses them where the
// stream has moved on; and which claim not to mind.
#pragma once

#include <algorithm>
#include <optional>
#include <vector>

#include "core/service/counting.hpp"
#include "core/store/event_store.hpp"

namespace crisper {

struct VersionCheck {
  bool expect_version = true;
  Counting counting{};    ///< where there is one, an append of nothing but what it counts commutes; any other is exact
  bool commutes = false;  ///< without one: whether all do

  std::optional<StreamVersion> expected(StreamId stream, StreamVersion decided_on,
                                        const std::vector<Payload>& events) const {
    const auto is_counted = [&](const Payload& event) { return counting(stream, event).has_value(); };
    const bool is_exact = counting ? !std::ranges::all_of(events, is_counted) : expect_version;
    return is_exact ? std::optional(decided_on) : std::nullopt;
  }
  bool commute(const std::vector<StreamAppend>& parts) const {
    if (!counting) return commutes;
    return std::ranges::none_of(parts, [](const StreamAppend& part) { return part.expected.has_value(); });
  }
};

}  // namespace crisper
