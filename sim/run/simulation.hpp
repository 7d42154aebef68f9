// Simulation: one run of one system on one engine, from its parts to its end.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/runtime/system.hpp"
#include "sim/engine/engine.hpp"
#include "sim/faults/fault_injector.hpp"
#include "sim/platform/platform.hpp"
#include "sim/run/quiet_watch.hpp"
#include "sim/schedule/window_gate.hpp"
#include "sim/world/observation_bus.hpp"
#include "sim/world/world.hpp"

namespace crisper::sim {

struct SimulationSetup {
  System system;
  Platform platform;
  std::string engine = "fast";          ///< one of engine_names; simgrid at most once per process
  std::vector<FaultSpec> faults;        ///< drawn from the seed …
  std::optional<FaultPlan> plan;        ///< … unless there is a plan: then nothing is drawn
  std::size_t clients = 0;              ///< processes whose script must end before the run is quiet
  Duration settle = std::chrono::seconds(5);  ///< quiet for so long ends the run
  /// Chooses the order of deliveries; only on an engine with foresight (fast). Outlives the simulation. What it holds
  /// back is in the plan afterwards.
  Scheduler* scheduler = nullptr;
  ScheduleOptions schedule{};
  RunControl* control = nullptr;  ///< decides everything, instead of a scheduler; outlives the simulation
  WorldOptions world;
};

/// What is known of a run when it is over.
struct SimulationEnd {
  RunEnding ending{};
  bool quiet = false;            ///< nothing was open
  SimTime at{};
  std::uint64_t digest = 0;
  std::uint64_t observations = 0;
  std::uint64_t deliveries = 0;
};

class Simulation {
 public:
  explicit Simulation(SimulationSetup setup);

  /// Where observers attach, before run(); they must outlive the simulation.
  ObservationBus& bus() { return bus_; }
  SimulationEnd run();

  const System& system() const { return setup_.system; }
  const Platform& platform() const { return setup_.platform; }
  const World& world() const { return *world_; }
  const FaultInjector& faults() const { return *faults_; }

 private:
  SimulationSetup setup_;
  ObservationBus bus_;
  QuietWatch quiet_;
  std::unique_ptr<Engine> engine_;
  std::unique_ptr<FaultInjector> faults_;
  std::unique_ptr<WindowGate> gate_;
  std::unique_ptr<World> world_;
};

}  // namespace crisper::sim
