// What node faults do to processes.
#include <algorithm>

#include "sim/world/world.hpp"

namespace crisper::sim {

std::vector<Cell*> World::struck_by(const Fault& fault) {
  std::vector<Cell*> struck;
  for (const auto& cell : cells_) {
    if (cell->target.process == fault.to || cell->target.role == fault.to || cell->target.host == fault.to) {
      struck.push_back(cell.get());
    }
  }
  return struck;
}

void World::fired(std::int32_t index, const Cell& cell) {
  faults_.note_fired(index);
  observe({.kind = ObservationKind::fault_fired,
           .process = cell.id,
           .a = index,
           .b = static_cast<std::int64_t>(faults_.plan().faults[static_cast<std::size_t>(index)].kind)});
}

void World::begin_fault(std::int32_t index) {
  const Fault fault = faults_.plan().faults[static_cast<std::size_t>(index)];
  if (is_link_fault(fault.kind)) return network_.begin_fault(index);
  faults_.note_armed(index);
  for (Cell* cell : struck_by(fault)) {
    if (!cell->up()) continue;  // the dead can't suffer: armed, not fired
    switch (fault.kind) {
      case FaultKind::crash:
        fired(index, *cell);
        crash(*cell, index);
        break;
      case FaultKind::pause:
        if (cell->state == CellState::paused) break;
        fired(index, *cell);
        pause(*cell, index);
        break;
      case FaultKind::slow:
        fired(index, *cell);
        cell->slow_percent = fault.percent;
        cell->slow_fault = index;
        break;
      case FaultKind::clock_skew:
        fired(index, *cell);
        cell->clock.skew(now(), fault.amount, fault.drift_ppm);
        cell->skew_fault = index;
        break;
      default: break;
    }
  }
}

void World::end_fault(std::int32_t index) {
  const Fault fault = faults_.plan().faults[static_cast<std::size_t>(index)];
  if (is_link_fault(fault.kind)) return network_.end_fault(index);
  for (Cell* cell : struck_by(fault)) {
    switch (fault.kind) {
      case FaultKind::pause: resume(*cell); break;
      case FaultKind::slow:
        cell->slow_percent = 100;
        cell->slow_fault = -1;
        break;
      case FaultKind::clock_skew:
        cell->clock.mend();
        cell->skew_fault = -1;
        break;
      default: break;
    }
  }
}

void World::crash(Cell& cell, std::int32_t index) {
  const Fault& fault = faults_.plan().faults[static_cast<std::size_t>(index)];
  const std::size_t waiting = cell.turns.size() + cell.mailbox.size();
  take_down(cell);
  const std::size_t lost = cell.disk.crash();
  cell.slow_percent = 100;
  observe({.kind = ObservationKind::process_crashed,
           .process = cell.id,
           .a = cell.incarnation,
           .b = static_cast<std::int64_t>(lost)});
  if (!fault.restart_after) {
    if (waiting > 0) faults_.note_seen(index);
    return;
  }
  set_timer(now() + *fault.restart_after, Timer{.kind = Timer::Kind::restart,
                                                .incarnation = cell.incarnation,
                                                .process = cell.id,
                                                .number = static_cast<std::uint64_t>(index),
                                                .envelope = {}});
}

void World::pause(Cell& cell, std::int32_t index) {
  const Fault& fault = faults_.plan().faults[static_cast<std::size_t>(index)];
  cell.state = CellState::paused;
  cell.pause_fault = index;
  observe({.kind = ObservationKind::process_paused,
           .process = cell.id,
           .a = fault.lasting ? to_ns(*fault.lasting) : 0});
}

void World::resume(Cell& cell) {
  if (cell.state != CellState::paused) return;  // crashed meanwhile
  cell.state = CellState::running;
  cell.pause_fault = -1;
  observe({.kind = ObservationKind::process_resumed, .process = cell.id});
  std::vector<std::uint64_t> ready = std::move(cell.deferred);
  cell.deferred.clear();
  if (!cell.process) return start(cell);  // paused before its first turn
  for (const std::uint64_t ticket : ready) complete(cell, ticket);
  pump(cell);
}

}  // namespace crisper::sim
