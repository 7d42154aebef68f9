// Scene: a small world of fridges and customers, and one run of it on the fast engine.
#pragma once

#include <initializer_list>
#include <memory>
#include <optional>
#include <set>
#include <vector>

#include "core/client/intent.hpp"
#include "core/design/design.hpp"
#include "core/domain/smart_fridge/options.hpp"
#include "sim/run/simulation.hpp"
#include "tests/sim/core/ledger.hpp"

namespace crisper::sim::pipeline {

/// Everything that a run depends on. The defaults are patient enough for restarts and hurried enough for short runs.
struct Scene {
  Scene();
  Design design;
  smart_fridge::Options options;
  std::vector<ClientScript> clients;
  std::vector<FaultSpec> faults;
  std::optional<FaultPlan> plan;
  TransportSpec transport;
  LinkSpec link{.latency = std::chrono::milliseconds(1), .bandwidth_bits_per_s = 1'000'000'000};
  std::uint32_t hosts = 6;
  std::uint64_t seed = 1;
  Duration settle = std::chrono::milliseconds(400);
  SimTime horizon = SimTime(std::chrono::minutes(2));

  /// A kitchen that loads each of these fridges once with so many meals, at the very start.
  Scene& kitchen(std::uint64_t fridges, std::int64_t meals);
  struct Orders {
    std::uint64_t customer = 1;
    std::uint64_t count = 1;
    std::uint64_t fridge = 1;
    Duration first = std::chrono::milliseconds(20);
    Duration every = std::chrono::milliseconds(10);
    bool closed = false;
  };
  /// A customer who places orders for one meal; their numbers are customer × 1000 + 1, 2, ….
  Scene& customer(const Orders& orders);
};

/// What is left of a run.
struct Played {
  SimulationEnd end;
  std::unique_ptr<Ledger> ledger;
  System system;
  std::vector<FaultCount> faults;  ///< by kind
  std::vector<AuditEntry> audit;   ///< what there was at the end

  /// What is wrong with the run, in words; "" where nothing is.
  std::string wrong(Tolerance tolerance = {}) const;
  const FaultCount& fault(FaultKind kind) const { return faults[static_cast<std::size_t>(kind)]; }
  ProcessId process(std::string_view name) const { return system.find(name); }
};

Played play(const Scene& scene);

/// When things of these kinds were said by a process.
std::set<SimTime> instants_of(const Played& played, ProcessId process, std::initializer_list<ObservationKind> kinds);

/// Faults for a plan.
Fault crash_at(const std::string& process, SimTime at, Duration restart_after = std::chrono::milliseconds(300));
Fault pause_at(const std::string& process, SimTime at, Duration lasting);

/// A plan of one crash with a restart.
FaultPlan crash_of(const std::string& process, SimTime at, Duration restart_after = std::chrono::milliseconds(300));

}  // namespace crisper::sim::pipeline
