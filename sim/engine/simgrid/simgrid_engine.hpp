// SimGridEngine: time, network and processors by SimGrid, whose CPUs and links are shared by what uses them at once.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "sim/engine/engine.hpp"
#include "sim/platform/platform.hpp"

namespace crisper::sim {

struct SimGridOptions {
  /// "name:value" as after SimGrid's own --cfg=; these come after the engine's settings and win over them.
  std::vector<std::string> config;
  bool log = false;  ///< let SimGrid write its log to standard error
};

/// The network is model CM02 without cross traffic and without TCP's window bound, so that a lone packet takes exactly
/// latency + bytes / bandwidth. Concurrent packets share the links' bandwidth, concurrent work the host's cores.
///
/// Simulated time is exact to the nanosecond up to 2^51 ns (26 days): SimGrid's clock, in seconds, is rounded to the
/// nearest nanosecond. Ties are called back in the order of asking, but where shared bandwidth or cores make things end
/// at fractions of one nanosecond, the fractions decide.
///
/// SimGrid exists once per process: making a second engine in one process fails an assertion, even after the first is
/// gone (see worker_pool.hpp). A platform file that SimGrid refuses ends the process: check it beforehand with
/// platform_from_simgrid_xml. Hosts and links that a platform file turns off fail an assertion when used; faults
/// belong to the fault plan.
///
/// Costs 1.2 to 2 µs per transmission or execution while few share a link or a host, and grows with their number, since
/// SimGrid shares anew among all that a change touches: 8 µs with 512 packets under way between 8 hosts. 0.3 µs per
/// timer, and as much per transmission over a link without a bandwidth limit.
class SimGridEngine final : public Engine {
 public:
  /// The platform must outlive the engine. Builds at most hosts × hosts routes.
  explicit SimGridEngine(const Platform& platform, const SimGridOptions& options = {});
  ~SimGridEngine() override;

  std::string_view name() const override { return "simgrid"; }
  SimTime now() const override;
  void set_timer(SimTime at, Cookie timer) override;
  void transmit(const Transmission& transmission) override;
  void execute(HostId host, Duration cpu_time, Cookie work) override;
  void run(EngineClient& client) override;
  void stop() override;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace crisper::sim
