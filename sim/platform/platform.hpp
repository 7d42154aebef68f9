// Platform: the machines and the network between them, as both engines read it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/distribution.hpp"
#include "core/base/sim_time.hpp"
#include "core/message/ids.hpp"

namespace crisper::sim {

struct HostSpec {
  std::string name;
  std::uint32_t cores = 1;
  double speed = 1.0;  ///< relative to the reference host on which service times were measured

  friend bool operator==(const HostSpec&, const HostSpec&) = default;
};

struct LinkSpec {
  Duration latency{};
  std::uint64_t bandwidth_bits_per_s = 0;  ///< 0: unlimited
  Distribution jitter{};  ///< on top of the latency, of each packet; those behind it wait for it

  friend bool operator==(const LinkSpec&, const LinkSpec&) = default;
};

/// Hosts are numbered from 0. Either uniform (one link spec between any two hosts) or a full table of routes.
struct Platform {
  std::vector<HostSpec> hosts;
  LinkSpec link{.latency = std::chrono::milliseconds(1), .bandwidth_bits_per_s = 1'000'000'000};
  LinkSpec loopback{.latency = std::chrono::microseconds(10), .bandwidth_bits_per_s = 0};
  std::vector<LinkSpec> routes;  ///< empty, or hosts × hosts, row = from
  std::string simgrid_xml;       ///< empty, or the SimGrid platform file that `hosts` and `routes` were read from

  const LinkSpec& route(HostId from, HostId to) const {
    if (!routes.empty()) return routes[from.value * hosts.size() + to.value];
    return from == to ? loopback : link;
  }
};

/// `count` equal hosts called host-1 … host-n.
Platform uniform_platform(std::uint32_t count, LinkSpec link, std::uint32_t cores = 4, double speed = 1.0);

}  // namespace crisper::sim
