#include "sim/world/world.hpp"

#include <algorithm>

#include "core/base/assert.hpp"
#include "sim/world/memory.hpp"

namespace crisper::sim {
namespace {

HostId host_named(const Platform& platform, std::string_view name) {
  const auto found = std::ranges::find(platform.hosts, name, &HostSpec::name);
  CRISPER_ASSERT(found != platform.hosts.end(), "a process is placed on a host that exists");
  return HostId{static_cast<std::uint32_t>(found - platform.hosts.begin())};
}

}  // namespace

std::vector<HostId> place(const System& system, const Platform& platform) {
  CRISPER_ASSERT(!platform.hosts.empty(), "a deployment has at least one host");
  std::vector<HostId> hosts;
  std::uint32_t next = 0;
  for (const ProcessSpec& spec : system.processes()) {
    hosts.push_back(spec.host.empty() ? HostId{next++ % static_cast<std::uint32_t>(platform.hosts.size())}
                                      : host_named(platform, spec.host));
  }
  return hosts;
}

World::World(const System& system, const Platform& platform, Engine& engine, FaultInjector& faults,
             ObservationBus& bus, WorldOptions options)
    : platform_(platform),
      roles_(system.roles()),
      engine_(engine),
      faults_(faults),
      bus_(bus),
      options_(options),
      network_(engine, platform, faults, options.transport, *this, Rng(options.seed).fork("link jitter")) {
  ended_.ended = true;
  const std::vector<HostId> hosts = place(system, platform);
  for (std::size_t i = 0; i < hosts.size(); ++i) {
    CRISPER_ASSERT(static_cast<bool>(system.processes()[i].factory), "every declared process is defined");
    add_cell(system.processes()[i], hosts[i]);
  }
  there_from_the_beginning_ = static_cast<std::uint32_t>(hosts.size());
}

World::~World() {
  over_ = true;
  for (std::size_t i = 0; i < cells_.size(); ++i) {  // a destructor of a frame may spawn
    if (cells_[i]) take_down(*cells_[i]);
  }
}

void World::set_control(RunControl& control) {
  control_ = &control;
  network_.set_gate(control);
  engine_.foresight()->watch_leaps(control, control.leap());
  control.take(*this);
}

RunEnding World::run() {
  engine_.run(*this);
  network_.write_down_waiting();
  observe({.kind = ObservationKind::run_ended, .a = static_cast<std::int64_t>(ending_)});
  over_ = true;
  return ending_;
}

Cell& World::add_cell(ProcessSpec spec, HostId host) {
  if (const auto role = roles_.find(spec.role); role != roles_.end()) {
    spec.service_time = role->second.service_time;
    spec.mailbox = role->second.mailbox;
    spec.memory = role->second.memory;
  }
  CRISPER_ASSERT(spec.mailbox.capacity > 0, "a mailbox holds at least one message");
  auto cell = std::make_unique<Cell>();
  cell->id = ProcessId{static_cast<std::uint32_t>(cells_.size() + 1)};
  cell->host = host;
  identities_.push_back({FaultTarget{spec.name, spec.role, platform_.hosts[host.value].name}, host});
  const bool fresh = names_.insert(identities_.back().target.process).second;
  CRISPER_ASSERT(fresh, "a process's name is its own for the whole run");
  cell->spec = std::move(spec);
  cells_.push_back(std::move(cell));
  return *cells_.back();
}

void World::on_begin() {
  if (is_over_) ask_later();
  set_timer(options_.horizon, Timer{.kind = Timer::Kind::horizon});
  for (std::size_t i = 0; i < faults_.scheduled_count(); ++i) {
    const Fault& fault = faults_.scheduled(static_cast<std::int32_t>(i));
    set_timer(fault.at, Timer{.kind = Timer::Kind::fault_begin, .number = i});
    if (fault.lasting) {
      set_timer(fault.at + *fault.lasting,
                Timer{.kind = Timer::Kind::fault_end, .number = i});
    }
  }
  // Every process is up before any of them acts: a first message must not find its receiver unborn.
  for (const auto& each : cells_) {
    each->state = CellState::running;
    set_timer(sim_start, Timer{.kind = Timer::Kind::start, .process = each->id});
  }
}

void World::stop(RunEnding ending) {
  if (stopping_) return;
  stopping_ = true;
  ending_ = ending;
  engine_.stop();
}

void World::observe(const Observation& observation) {
  if (!over_) bus_.publish(observation, now());
}

ProcessId World::spawn(Cell& parent, ProcessSpec spec) {
  CRISPER_ASSERT(static_cast<bool>(spec.factory), "a process needs a factory");
  const HostId host = spec.host.empty() ? parent.host : host_named(platform_, spec.host);
  Cell& cell = add_cell(std::move(spec), host);
  cell.state = CellState::running;
  cell.parent = parent.id;
  parent.children.push_back(cell.id);
  strike_newcomer(cell);
  charge(parent, spawned_process_bytes);
  set_timer(now(), Timer{.kind = Timer::Kind::start, .process = cell.id});
  return cell.id;
}

}  // namespace crisper::sim
