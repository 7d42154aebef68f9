// Simulation: one run of one system on one engine, from its parts to its end.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/client/intent.hpp"
#include "core/runtime/system.hpp"
#include "sim/engine/engine.hpp"
#include "sim/faults/fault_injector.hpp"
#include "sim/platform/platform.hpp"
#include "sim/run/quiet_watch.hpp"
#include "sim/schedule/window_gate.hpp"
#include "sim/world/observation_bus.hpp"
#include "sim/world/world.hpp"

namespace crisper::sim {

/// A run is asked no more often than four times in this whether it is over.
inline constexpr Duration settle_min = std::chrono::milliseconds(1);

struct SimulationSetup {
  System system;
  Platform platform;
  std::string engine = "fast";          ///< one of engine_names; simgrid at most once per process
  std::vector<FaultSpec> faults;        ///< drawn from the seed …
  std::optional<FaultPlan> plan{};      ///< … unless there is a plan: then nothing is drawn
  std::span<const ClientScript> clients{};  ///< what is to be sent before the run is quiet; read while it is set up
  std::vector<std::string> consumers{};     ///< names of those to whom every event is to come
  Duration settle = std::chrono::seconds(5);  ///< quiet for so long ends the run; to the quarter, if not shorter than
                                              ///< settle_min
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
  std::vector<UnsentWork> unsent{};  ///< what of the clients' scripts was never sent
  SimTime at{};
  std::uint64_t digest = 0;
  std::uint64_t observations = 0;
  std::uint64_t deliveries = 0;
};

/// Each is a process of the system.
std::vector<ProcessId> processes_named(const std::vector<std::string>& names, const System& system);

class Simulation {
 public:
  explicit Simulation(SimulationSetup setup);

  /// Where observers attach, before run(); they must outlive the simulation.
  ObservationBus& bus() { return bus_; }
  SimulationEnd run();
  /// What every process holds, as World::inspect. After run().
  void inspect(Audit& audit) const { world_->inspect(audit); }

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
