#include "sim/run/simulation.hpp"

#include <algorithm>

#include "core/base/assert.hpp"
#include "sim/engine/make_engine.hpp"

namespace crisper::sim {
namespace {

/// The names by which faults can find the processes.
std::vector<FaultTarget> targets_of(const System& system, const Platform& platform) {
  const std::vector<HostId> hosts = place(system, platform);
  std::vector<FaultTarget> targets;
  for (std::size_t i = 0; i < hosts.size(); ++i) {
    const ProcessSpec& spec = system.processes()[i];
    targets.push_back(FaultTarget{spec.name, spec.role, platform.hosts[hosts[i].value].name});
  }
  return targets;
}

}  // namespace

std::vector<ProcessId> processes_named(const std::vector<std::string>& names, const System& system) {
  std::vector<ProcessId> found;
  for (const std::string& name : names) {
    found.push_back(system.find(name));
    CRISPER_ASSERT(found.back().value != 0, "a consumer is a process of the system");
  }
  return found;
}

Simulation::Simulation(SimulationSetup setup)
    : setup_(std::move(setup)),
      quiet_(PlannedWork(setup_.clients, setup_.system), processes_named(setup_.consumers, setup_.system)) {
  setup_.clients = {};
  engine_ = make_engine(setup_.engine, setup_.platform);
  CRISPER_ASSERT(engine_ != nullptr, "the caller names an engine that exists");
  if (setup_.plan) {
    faults_ = std::make_unique<FaultInjector>(*setup_.plan);
  } else {
    faults_ = std::make_unique<FaultInjector>(setup_.faults, setup_.world.seed, setup_.world.horizon,
                                              targets_of(setup_.system, setup_.platform), setup_.system.later());
  }
  world_ = std::make_unique<World>(setup_.system, setup_.platform, *engine_, *faults_, bus_, setup_.world);
  if (setup_.scheduler) {
    gate_ = std::make_unique<WindowGate>(*setup_.scheduler, setup_.schedule);
    world_->set_gate(*gate_);
  }
  if (setup_.control) world_->set_control(*setup_.control);
  bus_.attach(quiet_);
}

SimulationEnd Simulation::run() {
  // Quiet is asked for a few times within the settling time, and must be found each time with nothing new in between.
  SimTime quiet_since = sim_never;
  std::uint64_t activity = 0;
  world_->ask_when_over(std::max(setup_.settle, settle_min) / 4, [&] {
    if (!quiet_.is_quiet() || quiet_.activity() != activity || quiet_since == sim_never) {
      quiet_since = quiet_.is_quiet() ? world_->now() : sim_never;
      activity = quiet_.activity();
      return false;
    }
    return world_->now() - quiet_since >= setup_.settle;
  });
  const RunEnding ending = world_->run();
  for (const FaultKind kind : values_of<FaultKind>) {
    CRISPER_ASSERT(faults_->count(kind).is_in_order(), "no fault gets further than it could");
  }
  return SimulationEnd{.ending = ending,
                       .quiet = quiet_.is_quiet(),
                       .unsent = quiet_.work().unsent(),
                       .at = world_->now(),
                       .digest = bus_.digest(),
                       .observations = bus_.count(),
                       .deliveries = world_->deliveries()};
}

}  // namespace crisper::sim
