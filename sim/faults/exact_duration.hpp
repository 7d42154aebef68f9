// Durations as text without loss: "1204ms", "-3s". Units: ns, us, ms, s, m, h.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/base/sim_time.hpp"

namespace crisper::sim {

/// In the largest unit of which it is a whole number; zero is "0s".
std::string exact_text(Duration span);

/// A whole or decimal number and a unit; nothing where it isn't one, or isn't a whole number of nanoseconds, or too
/// long.
std::optional<Duration> parse_duration(std::string_view text);

}  // namespace crisper::sim
