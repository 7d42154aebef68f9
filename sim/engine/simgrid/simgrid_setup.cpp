#include "sim/engine/simgrid/simgrid_setup.hpp"

#include <csignal>
#include <simgrid/s4u.hpp>

#include "core/base/assert.hpp"

namespace crisper::sim {
namespace {

namespace s4u = simgrid::s4u;

// One flop a nanosecond: a cpu_time in nanoseconds is then its number of flops, without rounding. The engine asks for
// durations at the host's own speed, so hosts made here need no other; those of a file keep theirs.
constexpr double flops_per_second = 1e9;

// Routes between all pairs are found 10 % faster than through a hub, but their number grows with the square.
constexpr std::size_t hosts_with_pairwise_routes_max = 64;

double bytes_per_second(const LinkSpec& spec) {
  // Links without a limit are never given to SimGrid's care (see SimGridEngine::Impl::transmit), but a route must
  // exist.
  return spec.bandwidth_bits_per_s == 0 ? 1e18 : static_cast<double>(spec.bandwidth_bits_per_s) / 8;
}

using Hosts = std::vector<s4u::Host*>;

s4u::LinkInRoute make_link(s4u::NetZone& zone, const std::string& name, const LinkSpec& spec, double latency_s) {
  return s4u::LinkInRoute(zone.create_link(name, bytes_per_second(spec))->set_latency(latency_s)->seal());
}

/// One link per ordered pair of hosts: pairs share nothing.
void connect_by_table(s4u::NetZone& zone, const Hosts& hosts, const Platform& platform) {
  for (std::uint32_t from = 0; from < hosts.size(); ++from) {
    for (std::uint32_t to = 0; to < hosts.size(); ++to) {
      const LinkSpec& spec = platform.route(HostId{from}, HostId{to});
      const std::string name = "route-" + std::to_string(from) + "-" + std::to_string(to);
      zone.add_route(hosts[from]->get_netpoint(), hosts[to]->get_netpoint(), nullptr, nullptr,
                     {make_link(zone, name, spec, to_seconds(spec.latency))}, false);
    }
  }
}

/// One link out of and one into each host, each with half the latency: what a host sends to all others shares the
/// one, what it receives the other. Half a latency in nanoseconds is exact in a double, so the sum is the latency.
void connect_by_hub(s4u::NetZone& zone, const Hosts& hosts, const Platform& platform, bool pairwise) {
  std::vector<s4u::LinkInRoute> out, in;
  for (std::size_t i = 0; i < hosts.size(); ++i) {
    const std::string number = std::to_string(i);
    const double half = to_seconds(platform.link.latency) / 2;
    out.push_back(make_link(zone, "out-" + number, platform.link, half));
    in.push_back(make_link(zone, "in-" + number, platform.link, half));
    auto* const netpoint = hosts[i]->get_netpoint();
    zone.add_route(netpoint, netpoint, nullptr, nullptr,
                   {make_link(zone, "loopback-" + number, platform.loopback, to_seconds(platform.loopback.latency))},
                   false);
    if (pairwise) continue;
    zone.add_route(netpoint, nullptr, nullptr, nullptr, {out.back()}, false);
    zone.add_route(nullptr, netpoint, nullptr, nullptr, {in.back()}, false);
  }
  if (!pairwise) return;
  for (std::size_t from = 0; from < hosts.size(); ++from) {
    for (std::size_t to = 0; to < hosts.size(); ++to) {
      if (from == to) continue;
      zone.add_route(hosts[from]->get_netpoint(), hosts[to]->get_netpoint(), nullptr, nullptr, {out[from], in[to]},
                     false);
    }
  }
}

}  // namespace

std::unique_ptr<s4u::Engine> start_simgrid(const SimGridOptions& options) {
  static bool started = false;
  CRISPER_ASSERT(!started && !s4u::Engine::is_initialized(),
                 "SimGrid exists once per process: run each simulation in a process of its own (run_in_worker)");
  started = true;

  std::vector<std::string> arguments = {
      "crisper",
      "--cfg=network/model:CM02",      // the default multiplies latencies by 13.01 and bandwidths by 0.97
      "--cfg=network/crosstraffic:0",  // or acknowledgements would take 5 % of the way back
      "--cfg=network/TCP-gamma:0",     // or no packet could be faster than 4 MiB per round trip
      "--cfg=surf/precision:5e-10",    // what ends within half a nanosecond is simultaneous; twice that by default
  };
  if (!options.log) arguments.emplace_back("--log=root.thresh:critical");
  for (const std::string& setting : options.config) arguments.push_back("--cfg=" + setting);
  std::vector<char*> argv;
  for (std::string& argument : arguments) argv.push_back(argument.data());
  int argc = static_cast<int>(argv.size());
  argv.push_back(nullptr);

  // SimGrid would answer an interrupt by printing its actors and leaving with status 1.
  struct sigaction interrupt {};
  sigaction(SIGINT, nullptr, &interrupt);
  auto engine = std::make_unique<s4u::Engine>(&argc, argv.data());
  sigaction(SIGINT, &interrupt, nullptr);
  return engine;
}

std::vector<s4u::Host*> build_platform(s4u::Engine& engine, const Platform& platform) {
  Hosts hosts;
  if (!platform.simgrid_xml.empty()) {
    engine.load_platform(platform.simgrid_xml);
    for (const HostSpec& spec : platform.hosts) {
      hosts.push_back(engine.host_by_name_or_null(spec.name));
      CRISPER_ASSERT(hosts.back() != nullptr, "the platform's hosts were read from its file");
    }
    return hosts;
  }
  const bool pairwise = !platform.routes.empty() || platform.hosts.size() <= hosts_with_pairwise_routes_max;
  s4u::NetZone& zone = pairwise ? *s4u::create_full_zone("platform") : *s4u::create_star_zone("platform");
  for (const HostSpec& spec : platform.hosts) {
    hosts.push_back(zone.create_host(spec.name, flops_per_second)->set_core_count(static_cast<int>(spec.cores)));
    hosts.back()->seal();
  }
  if (platform.routes.empty()) {
    connect_by_hub(zone, hosts, platform, pairwise);
  } else {
    connect_by_table(zone, hosts, platform);
  }
  zone.seal();
  return hosts;
}

}  // namespace crisper::sim
