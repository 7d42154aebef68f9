// How turns begin, suspend, go on and end.
#include "sim/world/world.hpp"

#include <algorithm>
#include <utility>

#include "core/base/assert.hpp"
#include "sim/world/memory.hpp"

namespace crisper::sim {

void World::start(Cell& cell) {
  cell.process = cell.spec.factory();
  ++cell.incarnation;
  cell.state = CellState::running;
  cell.rngs.clear();
  observe({.kind = ObservationKind::process_started, .process = cell.id, .a = cell.incarnation});
  if (cell.spec.memory) {
    observe({.kind = ObservationKind::memory_limited,
             .process = cell.id,
             .a = static_cast<std::int64_t>(cell.spec.memory->budget_bytes)});
  }
  for (const std::int32_t fault : std::exchange(cell.unseen_disk_faults, {})) faults_.note_seen(fault);
  begin_turn(cell, Mail{}, true);
  pump(cell);
}

void World::begin_turn(Cell& cell, Mail&& mail, bool is_start) {
  if (idle_turns_.empty()) {
    all_turns_.push_back(std::make_unique<Turn>(*this));
    idle_turns_.push_back(all_turns_.back().get());
  }
  Turn& turn = *idle_turns_.back();
  idle_turns_.pop_back();
  cell.turns.add(turn);
  charge(cell, turn_bytes);
  turn.begin(cell, std::move(mail), is_start);
  if (!is_start) {
    const Mail& begun = turn.mail();
    observe({.kind = ObservationKind::turn_begun,
             .process = cell.id,
             .peer = begun.envelope.from,
             .message = begun.envelope.id,
             .correlation = begun.envelope.correlation,
             .causation = begun.envelope.causation,
             .a = static_cast<std::int64_t>(begun.attempt.value),
             .b = to_ns(turn.waited()),
             .payload = begun.envelope.payload.get()});
  }
  cell.stepping = true;
  turn.run_from_start();
  after_step(cell, turn);
}

void World::after_step(Cell& cell, Turn& turn) {
  cell.stepping = false;
  if (++steps_ >= options_.step_limit) stop(RunEnding::limit_reached);
  turn.flush();
  if (control_) control_->stepped(cell.id);
  if (!turn.finished()) return;
  if (!turn.is_start()) {
    const Mail& mail = turn.mail();
    observe({.kind = ObservationKind::turn_ended,
             .process = cell.id,
             .peer = mail.envelope.from,
             .message = mail.envelope.id,
             .correlation = mail.envelope.correlation,
             .a = static_cast<std::int64_t>(mail.attempt.value)});
  }
  const bool exits = turn.exit_requested();
  turn.end();
  cell.turns.remove(turn);
  refund(cell, turn_bytes);
  idle_turns_.push_back(&turn);
  if (exits) end_process(cell);
}

void World::complete(Cell& cell, std::uint64_t ticket) {
  WaitTable::Slot* slot = cell.waits.find(ticket);
  if (!slot || slot->settled) return;
  if (cell.state != CellState::paused) {
    resume_turn(cell, ticket);
    return pump(cell);
  }
  // The outcome is settled now, though the process learns of it later: what comes after it comes too late.
  slot->settled = true;
  if (slot->deadline != Deadlines::none) deadlines_.remove(std::exchange(slot->deadline, Deadlines::none));
  cell.deferred.push_back(ticket);
  if (cell.fault_unseen) note_seen(cell, FaultKind::pause);
}

void World::resume_turn(Cell& cell, std::uint64_t ticket) {
  const WaitTable::Slot* slot = cell.waits.find(ticket);
  if (!slot) return;
  Wait& wait = *slot->wait;
  Turn& turn = *static_cast<Turn*>(slot->owner);
  end_wait(cell, ticket);
  cell.stepping = true;
  turn.run_from(wait);
  after_step(cell, turn);
}

void World::end_wait(Cell& cell, std::uint64_t ticket) {
  const Deadlines::Node deadline = cell.waits.find(ticket)->deadline;
  if (deadline != Deadlines::none) deadlines_.remove(deadline);
  cell.waits.remove(ticket);
}

void World::take_down(Cell& cell) {
  // A destructor in a frame may do anything but suspend; what it sends is dropped with its turn.
  const std::vector<Turn*> turns = cell.turns.take_all();
  for (Turn* turn : turns) {
    turn->end();
    idle_turns_.push_back(turn);
  }
  cell.mailbox.clear();
  for (const Mail& mail : cell.blocked) observe_drop(cell, mail, DropReason::receiver_down);
  cell.blocked.clear();
  cell.deferred.clear();
  cell.children.clear();
  cell.memory_used = 0;
  cell.dying = false;
  cell.process.reset();
  cell.state = CellState::down;
  network_.forget_process(cell.id);
}

void World::end_process(Cell& cell) {
  take_down(cell);
  if (cell.parent.value != 0) {
    Cell& parent = mutable_cell(cell.parent);
    if (std::erase(parent.children, cell.id) > 0) refund(parent, spawned_process_bytes);
  }
  cell.ended = true;
  observe({.kind = ObservationKind::process_ended, .process = cell.id, .a = cell.incarnation});
  // A run may have a million like it: nothing of it is kept but its name.
  network_.note_ended(cell.id);
  just_ended_.push_back(std::move(cells_[cell.id.value - 1]));
}

Rng& World::rng_of(Cell& cell, std::string_view name) {
  const auto found = cell.rngs.find(name);
  if (found != cell.rngs.end()) return found->second;
  const Rng own = Rng(options_.seed).fork("process").fork(cell.spec.name).fork(cell.incarnation).fork(name);
  return cell.rngs.emplace(std::string(name), own).first->second;
}

// ---- work

void World::execute(Cell& cell, std::uint64_t ticket, Duration cpu_time) {
  if (cell.fault_unseen) note_seen(cell, FaultKind::slow);
  const double speed = platform_.hosts[cell.host.value].speed;
  Duration scaled = cpu_time;
  for (const FaultInForce& fault : cell.in_force) {
    if (fault.kind == FaultKind::slow) scaled = scaled * fault.percent / 100;
  }
  if (speed != 1.0) scaled = Duration(static_cast<std::int64_t>(static_cast<double>(scaled.count()) / speed));
  Cookie slot;
  if (free_works_.empty()) {
    slot = works_.size();
    works_.emplace_back();
  } else {
    slot = free_works_.back();
    free_works_.pop_back();
  }
  works_[slot] = Work{cell.id, ticket};
  engine_.execute(cell.host, std::max(scaled, Duration(1)), slot);
}

}  // namespace crisper::sim
