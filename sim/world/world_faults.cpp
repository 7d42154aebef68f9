// What node faults do to processes.
#include <algorithm>
#include <utility>

#include "sim/world/world.hpp"

namespace crisper::sim {

/// A process of exactly this name; else all on the host of this name; else all that match by role or pattern, which is
/// how a plan reaches processes that were spawned after it was drawn.
bool World::strikes(const Fault& fault, ProcessId process) const {
  const FaultTarget& target = target_of(process);
  if (fault.newcomers) {
    const bool is_new = process.value > there_from_the_beginning_;
    return is_new && (matches_pattern(fault.to, target.process) || matches_pattern(fault.to, target.role));
  }
  if (names_.contains(fault.to)) return target.process == fault.to;
  const auto is_host = [&](const HostSpec& host) { return host.name == fault.to; };
  if (std::ranges::any_of(platform_.hosts, is_host)) return target.host == fault.to;
  return target.matched_by(fault.to);
}

void World::fired(std::int32_t index, const Cell& cell) {
  faults_.note_fired(index);
  observe({.kind = ObservationKind::fault_fired,
           .process = cell.id,
           .a = index,
           .b = static_cast<std::int64_t>(faults_.kind_of(index))});
}

void World::begin_fault(std::int32_t index) {
  const Fault fault = faults_.scheduled(index);
  if (is_link_fault(fault.kind)) return network_.begin_fault(index);
  faults_.note_armed(index);
  const std::size_t there = identities_.size();  // a frame that is destroyed may spawn
  for (std::uint32_t i = 0; i < there; ++i) {
    if (strikes(fault, ProcessId{i + 1})) strike(mutable_cell(ProcessId{i + 1}), index);
  }
  if (fault.kind != FaultKind::crash) lasting_faults_.push_back(index);
}

void World::strike(Cell& cell, std::int32_t index) {
  if (cell.ended) return;
  const Fault& fault = faults_.scheduled(index);
  switch (fault.kind) {
    case FaultKind::crash:
      if (!cell.up()) break;  // the dead can't die: armed, not fired
      fired(index, cell);
      crash(cell, index);
      break;
    case FaultKind::pause:
      if (!cell.up()) break;
      fired(index, cell);
      pause(cell, index);
      break;
    case FaultKind::clock_skew:
      cell.clock.skew(index, fault.at, now(), fault.amount, fault.drift_ppm);
      [[fallthrough]];
    case FaultKind::slow:  // fire when they are met: who does no work, or reads no clock, has nothing of them
      cell.in_force.push_back({.index = index, .kind = fault.kind, .percent = fault.percent});
      cell.fault_unseen = true;
      break;
    case FaultKind::lost_unsynced_writes:
    case FaultKind::torn_write:
    case FaultKind::io_error:
    case FaultKind::full:
    case FaultKind::slow_sync:  // fires when it meets a sync or a crash
    case FaultKind::timeout_after_effect:
    case FaultKind::reject:
    case FaultKind::late_reply:  // and these when they meet a request
      cell.in_force.push_back({.index = index, .kind = fault.kind, .seen = true});
      break;
    default: break;
  }
}

/// A process that begins on a machine, or in a role, that a fault has struck has the fault, too. But who replaces one
/// that is paused runs, unless the machine itself stands still: what stopped the other is over for the new one.
void World::strike_newcomer(Cell& cell) {
  for (const std::int32_t index : lasting_faults_) {
    const Fault& fault = faults_.scheduled(index);
    if (fault.kind == FaultKind::pause && fault.to != target_of(cell.id).host) continue;
    if (strikes(faults_.scheduled(index), cell.id)) strike(cell, index);
  }
}

void World::end_fault(std::int32_t index) {
  const Fault fault = faults_.scheduled(index);
  if (is_link_fault(fault.kind)) return network_.end_fault(index);
  std::erase(lasting_faults_, index);
  for (std::size_t i = 0; i < cells_.size(); ++i) {  // who is resumed may spawn
    Cell* const cell = cells_[i].get();
    if (!cell) continue;
    const bool was_in_force =
        std::erase_if(cell->in_force, [&](const FaultInForce& each) { return each.index == index; }) > 0;
    if (!was_in_force) continue;  // never struck, or dead since
    if (fault.kind == FaultKind::clock_skew) cell->clock.mend(index, now());
    if (fault.kind != FaultKind::pause) continue;
    const bool paused_still = std::any_of(cell->in_force.begin(), cell->in_force.end(),
                                          [](const FaultInForce& each) { return each.kind == FaultKind::pause; });
    if (!paused_still) resume(*cell);
  }
}

void World::crash(Cell& cell, std::int32_t index) {
  const Fault& fault = faults_.scheduled(index);
  const std::size_t waiting = cell.turns.size() + cell.mailbox.size();
  const std::size_t lost = die(cell);
  cell.unseen_crash = index;
  if (waiting + lost > 0) note_crash_seen(cell);
  if (!fault.restart_after) return;
  set_timer(after(*fault.restart_after), Timer{.kind = Timer::Kind::restart,
                                               .incarnation = cell.incarnation,
                                               .process = cell.id,
                                               .number = static_cast<std::uint64_t>(index)});
}

std::size_t World::die(Cell& cell) {
  const JournalDisk::Wreck wreck = foresee_wreck(cell);
  say_durable(cell, [&](JournalDisk::Mark mark) { return cell.disk.survives(mark, wreck); });  // before its frames go
  cell.open_syncs.clear();
  take_down(cell);
  const std::size_t lost = cell.disk.crash(wreck);
  std::erase_if(cell.in_force, [](const FaultInForce& each) { return each.kind == FaultKind::pause; });
  observe({.kind = ObservationKind::process_crashed,
           .process = cell.id,
           .a = cell.incarnation,
           .b = static_cast<std::int64_t>(lost)});
  return lost;
}

void World::pause(Cell& cell, std::int32_t index) {
  const Fault& fault = faults_.scheduled(index);
  cell.in_force.push_back({.index = index, .kind = FaultKind::pause, .percent = 100});
  cell.fault_unseen = true;
  if (cell.state == CellState::paused) return;  // it goes on when the last of its pauses is over
  cell.state = CellState::paused;
  observe({.kind = ObservationKind::process_paused,
           .process = cell.id,
           .a = fault.lasting ? to_ns(*fault.lasting) : 0});
}

void World::resume(Cell& cell) {
  cell.state = CellState::running;
  observe({.kind = ObservationKind::process_resumed, .process = cell.id});
  if (!cell.process) return start(cell);  // paused before its first turn
  // First the turns under way, in the order in which what they waited for came; then the mailbox.
  for (const std::uint64_t ticket : std::exchange(cell.deferred, {})) {
    if (cell.process) resume_turn(cell, ticket);
  }
  pump(cell);
}

std::int32_t World::fault_on(const Cell& cell, FaultKind kind) {
  for (const FaultInForce& fault : cell.in_force) {
    if (fault.kind == kind) return fault.index;
  }
  return -1;
}

void World::strike_one(Cell& cell, std::int32_t index) {
  fired(index, cell);
  faults_.note_seen(index);
}

std::optional<Duration> World::meet(Cell& cell, FaultKind kind) {
  const std::int32_t index = fault_on(cell, kind);
  if (index < 0) return std::nullopt;
  strike_one(cell, index);
  return faults_.scheduled(index).amount;
}

void World::note_seen(Cell& cell, FaultKind kind) {
  cell.fault_unseen = false;
  for (FaultInForce& fault : cell.in_force) {
    if (fault.kind == kind && !fault.seen) {
      fault.seen = true;
      if (kind != FaultKind::pause) fired(fault.index, cell);  // a pause has fired when it began
      faults_.note_seen(fault.index);
    }
    cell.fault_unseen |= !fault.seen;
  }
}

void World::crash_soon(ProcessId process, Duration restart_after) {
  const SimTime at = after(Duration(1));
  const std::int32_t index = faults_.note_decided(
      {.kind = FaultKind::crash, .to = name_of(process), .at = at, .restart_after = restart_after});
  const Cookie slot = keep_timer(Timer{.kind = Timer::Kind::fault_begin, .number = static_cast<std::uint64_t>(index)});
  engine_.foresight()->set_timer_at_place(at, slot, 0);  // where a plan's faults stand: before all else
}

void World::note_crash_seen(Cell& cell) {
  if (cell.unseen_crash >= 0) faults_.note_seen(std::exchange(cell.unseen_crash, -1));
}

}  // namespace crisper::sim
