// Reads SimGrid's own platform files, so that both engines can use one platform.
#pragma once

#include <cstdint>
#include <string>

#include "core/base/result.hpp"
#include "sim/platform/platform.hpp"

namespace crisper::sim {

enum class PlatformErrorKind : std::uint8_t {
  unreadable,  ///< no such file, or not a readable regular file
  not_xml,     ///< does not begin as an XML document
  refused,     ///< SimGrid could not make a platform of it, or one without a route, a speed or a bandwidth
  no_hosts,
  too_many_hosts,  ///< more than simgrid_hosts_max
};

struct PlatformError {
  PlatformErrorKind kind = PlatformErrorKind::unreadable;
  std::string text;  ///< one line, with the file's name
};

/// The table of routes has a row and a column per host.
constexpr std::size_t simgrid_hosts_max = 1000;

/// A host of this many flop/s has speed 1.
constexpr double simgrid_reference_flops = 1e9;

/// The hosts in the order of the file, and the routes between all of them: latency to the nanosecond, the narrowest
/// link's bandwidth, zero where no link limits it. Between engines only that differs: SimGrid lets routes share links.
/// SimGrid reads the file in a child process, so the caller's process stays free for an engine. Costs some 20 ms.
/// Throws MachineTrouble where that child can't be had.
Result<Platform, PlatformError> platform_from_simgrid_xml(const std::string& path);

}  // namespace crisper::sim
