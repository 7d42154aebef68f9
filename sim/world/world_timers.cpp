// What happens after a while: sleeps, deadlines, syncs, reminders, and the end of the run.
#include "sim/world/world.hpp"

#include <algorithm>

#include "core/base/assert.hpp"

namespace crisper::sim {

SimTime World::after(Duration delay) const {
  const SimTime start = now();
  return delay >= sim_never - start ? sim_never : start + std::max(delay, Duration::zero());
}

Cookie World::keep_timer(Timer&& timer) {
  if (free_timers_.empty()) {
    timers_.push_back(std::move(timer));
    return timers_.size() - 1;
  }
  const Cookie slot = free_timers_.back();
  free_timers_.pop_back();
  timers_[slot] = std::move(timer);
  return slot;
}

void World::set_timer(SimTime at, Timer&& timer, Place place) {
  const Cookie slot = keep_timer(std::move(timer));
  // The horizon rings first of all that is set for its instant, so nothing at it or beyond it ever rings.
  if (at >= options_.horizon && timers_[slot].kind != Timer::Kind::horizon) return;
  if (place == 0) return engine_.set_timer(at, slot);
  engine_.foresight()->set_timer_at_place(at, slot, place);
}

void World::on_timer(Cookie slot) {
  just_ended_.clear();
  Timer timer = std::move(timers_[slot]);
  free_timers_.push_back(slot);
  ring(std::move(timer));
}

void World::ring(Timer&& timer) {
  switch (timer.kind) {
    case Timer::Kind::wake: return complete(mutable_cell(timer.process), timer.number);
    case Timer::Kind::synced: return end_sync(mutable_cell(timer.process), timer.number, timer.mark);
    case Timer::Kind::reminder: {
      Cell& cell = mutable_cell(timer.process);
      if (!cell.up() || cell.incarnation != timer.incarnation) return;
      accept(cell, Mail{std::move(timer.envelope), network_.new_attempt(), now()});
      return pump(cell);
    }
    case Timer::Kind::self_reply: {
      Cell& cell = mutable_cell(timer.process);
      if (cell.up()) deliver_reply(cell, std::move(timer.envelope), AttemptId{timer.number});
      return;
    }
    case Timer::Kind::deadline: return time_out(mutable_cell(timer.process), timer.number);
    case Timer::Kind::lane: return ring_lane(static_cast<Deadlines::Lane>(timer.number));
    case Timer::Kind::release: return network_.on_release(timer.number);
    case Timer::Kind::retransmit: return network_.on_retransmit(static_cast<LinkIndex>(timer.number));
    case Timer::Kind::start: {
      Cell& cell = mutable_cell(timer.process);
      if (cell.state == CellState::running && !cell.process) start(cell);  // a paused one starts when resumed
      return;
    }
    case Timer::Kind::fault_begin: return begin_fault(static_cast<std::int32_t>(timer.number));
    case Timer::Kind::fault_end: return end_fault(static_cast<std::int32_t>(timer.number));
    case Timer::Kind::restart: {
      Cell& cell = mutable_cell(timer.process);
      if (cell.up() || cell.incarnation != timer.incarnation) return;
      note_crash_seen(cell);
      return start(cell);
    }
    case Timer::Kind::out_of_memory: {
      Cell& cell = mutable_cell(timer.process);
      if (cell.up() && cell.incarnation == timer.incarnation) run_out_of_memory(cell);
      return;
    }
    case Timer::Kind::quiet:
      if (is_over_()) return stop(RunEnding::quiet);
      return ask_later();
    case Timer::Kind::horizon: return stop(nothing_under_way() ? RunEnding::quiet : RunEnding::horizon);
  }
}

bool World::nothing_under_way() const {
  return timers_.size() == free_timers_.size() && works_.size() == free_works_.size() && deadlines_.size() == 0 &&
         network_.is_idle();
}

void World::ask_when_over(Duration every, std::function<bool()> is_over) {
  CRISPER_ASSERT(every > Duration::zero(), "asking without a pause would stop the time");
  ask_every_ = every;
  is_over_ = std::move(is_over);
}

void World::ask_later() {
  set_timer(after(ask_every_), Timer{.kind = Timer::Kind::quiet});
}

// ---- what turns wait for

void World::set_reminder(Cell& cell, Duration delay, Envelope envelope) {
  set_timer(after(delay), Timer{.kind = Timer::Kind::reminder,
                                .incarnation = cell.incarnation,
                                .process = cell.id,
                                .envelope = std::move(envelope)});
}

void World::wake_after(Cell& cell, std::uint64_t ticket, Duration delay) {
  set_timer(after(delay), Timer{.kind = Timer::Kind::wake, .process = cell.id, .number = ticket});
}

void World::set_deadline(Cell& cell, std::uint64_t ticket, MessageId request, ProcessId callee, Duration timeout) {
  const SimTime due = after(timeout);
  const Deadlines::Node node = deadlines_.add(
      {.due = due, .process = cell.id, .ticket = ticket, .request = request, .callee = callee, .timeout = timeout});
  cell.waits.find(ticket)->deadline = node;
  const Deadlines::Lane lane = deadlines_.entry(node).lane;
  if (lane != Deadlines::no_lane) return arm_lane(lane);
  set_timer(due, Timer{.kind = Timer::Kind::deadline, .process = cell.id, .number = ticket});
}

void World::arm_lane(Deadlines::Lane lane) {
  const Deadlines::Node first = deadlines_.first(lane);
  if (first == Deadlines::none || deadlines_.timer_set(lane)) return;
  deadlines_.set_timer(lane, true);
  const SimTime due = deadlines_.entry(first).due;
  if (due >= options_.horizon) return;
  set_timer(due, Timer{.kind = Timer::Kind::lane, .number = lane});
}

void World::ring_lane(Deadlines::Lane lane) {
  while (!stopping_) {
    const Deadlines::Node first = deadlines_.first(lane);
    if (first == Deadlines::none || deadlines_.entry(first).due > now()) break;
    const Deadlines::Entry entry = deadlines_.entry(first);
    time_out(mutable_cell(entry.process), entry.ticket);
  }
  deadlines_.set_timer(lane, false);
  arm_lane(lane);
}

void World::time_out(Cell& cell, std::uint64_t ticket) {
  const WaitTable::Slot* slot = cell.waits.find(ticket);
  if (!slot || slot->settled) return;
  const Deadlines::Entry& entry = deadlines_.entry(slot->deadline);
  observe({.kind = ObservationKind::call_timed_out,
           .process = cell.id,
           .peer = entry.callee,
           .message = entry.request,
           .a = to_ns(entry.timeout)});
  network_.note_timeout(cell.id, CallNumber{ticket});
  static_cast<CallWait&>(*slot->wait).set(failure(CallError::timed_out));
  complete(cell, ticket);
}

// ---- what the engine and the network ask for

void World::on_arrival(Cookie packet) {
  just_ended_.clear();
  network_.on_arrival(packet);
}

void World::on_executed(Cookie slot) {
  just_ended_.clear();
  const Work work = works_[slot];
  free_works_.push_back(slot);
  complete(mutable_cell(work.process), work.ticket);
}

void World::release_at(SimTime at, Cookie packet, Place place) {
  set_timer(at, Timer{.kind = Timer::Kind::release, .number = packet}, place);
}

void World::retransmit_at(SimTime at, LinkIndex link) {
  set_timer(at, Timer{.kind = Timer::Kind::retransmit, .number = link});
}

}  // namespace crisper::sim
