#include "sim/world/world.hpp"

#include <algorithm>

#include "core/base/assert.hpp"

namespace crisper::sim {

World::World(const System& system, const Platform& platform, Engine& engine, FaultInjector& faults,
             ObservationBus& bus, WorldOptions options)
    : platform_(platform),
      engine_(engine),
      faults_(faults),
      bus_(bus),
      options_(options),
      network_(engine, platform, faults, options.transport, *this) {
  CRISPER_ASSERT(!platform.hosts.empty(), "a deployment has at least one host");
  std::uint32_t next_host = 0;
  for (const ProcessSpec& spec : system.processes()) {
    CRISPER_ASSERT(static_cast<bool>(spec.factory), "every declared process is defined");
    const auto named = std::find_if(platform.hosts.begin(), platform.hosts.end(),
                                    [&](const HostSpec& host) { return host.name == spec.host; });
    const auto host = named != platform.hosts.end() ? static_cast<std::uint32_t>(named - platform.hosts.begin())
                                                    : next_host++ % static_cast<std::uint32_t>(platform.hosts.size());
    add_cell(spec, HostId{host});
  }
}

World::~World() {
  for (const auto& cell : cells_) take_down(*cell);
}

RunEnding World::run() {
  engine_.run(*this);
  observe({.kind = ObservationKind::run_ended, .a = static_cast<std::int64_t>(ending_)});
  return ending_;
}

Cell& World::add_cell(ProcessSpec spec, HostId host) {
  auto cell = std::make_unique<Cell>();
  cell->id = ProcessId{static_cast<std::uint32_t>(cells_.size() + 1)};
  cell->host = host;
  cell->target = FaultTarget{spec.name, spec.role, platform_.hosts[host.value].name};
  cell->spec = std::move(spec);
  cells_.push_back(std::move(cell));
  return *cells_.back();
}

void World::on_begin() {
  set_timer(options_.horizon, Timer{.kind = Timer::Kind::horizon, .process = {}, .envelope = {}});
  for (std::size_t i = 0; i < faults_.scheduled_count(); ++i) {
    const Fault& fault = faults_.plan().faults[i];
    set_timer(fault.at, Timer{.kind = Timer::Kind::fault_begin, .process = {}, .number = i, .envelope = {}});
    if (fault.lasting) {
      set_timer(fault.at + *fault.lasting,
                Timer{.kind = Timer::Kind::fault_end, .process = {}, .number = i, .envelope = {}});
    }
  }
  // Every process is up before any of them acts: a first message must not find its receiver unborn.
  for (const auto& each : cells_) {
    each->state = CellState::running;
    set_timer(sim_start, Timer{.kind = Timer::Kind::start, .process = each->id, .envelope = {}});
  }
}

// ---- sending and arriving

void World::send(Cell& from, Envelope envelope) {
  if (envelope.to != from.id) return network_.send(std::move(envelope));
  // A message to itself never leaves the process.
  const AttemptId attempt{};
  observe({.kind = ObservationKind::message_sent,
           .process = from.id,
           .peer = from.id,
           .message = envelope.id,
           .correlation = envelope.correlation,
           .causation = envelope.causation});
  accept(from, Mail{std::move(envelope), attempt, now()});
}

void World::on_arrival(Cookie packet) { network_.on_arrival(packet); }

void World::deliver(Envelope envelope, AttemptId attempt) {
  Cell& cell = mutable_cell(envelope.to);
  ++deliveries_;
  if (envelope.kind != MessageKind::reply) {
    accept(cell, Mail{std::move(envelope), attempt, now()});
    return pump(cell);
  }
  observe({.kind = ObservationKind::message_delivered,
           .process = cell.id,
           .peer = envelope.from,
           .message = envelope.id,
           .correlation = envelope.correlation,
           .causation = envelope.causation,
           .a = static_cast<std::int64_t>(attempt.value),
           .b = static_cast<std::int64_t>(cell.mailbox.size())});
  const WaitTable::Found found = cell.waits.find(envelope.call.value);
  if (!found.wait || found.wait->kind() != WaitKind::call) {
    return observe({.kind = ObservationKind::reply_late,
                    .process = cell.id,
                    .peer = envelope.from,
                    .message = envelope.id,
                    .correlation = envelope.correlation,
                    .a = static_cast<std::int64_t>(attempt.value)});
  }
  auto& call = static_cast<CallWait&>(*found.wait);
  if (envelope.refused) {
    call.set(failure(CallError::refused));
  } else {
    call.set(std::move(envelope.payload));
  }
  complete(cell, envelope.call.value);
}

void World::accept(Cell& cell, Mail mail) {
  const auto full = [&] { return cell.mailbox.size() >= cell.spec.mailbox.capacity; };
  if (full() && mail.envelope.kind != MessageKind::reminder) {
    switch (cell.spec.mailbox.overflow) {
      case OverflowPolicy::block_caller:
        if (mail.envelope.kind != MessageKind::request) return refuse(cell, mail, false);
        cell.blocked.push_back(std::move(mail));
        return;
      case OverflowPolicy::reject: return refuse(cell, mail, true);
      case OverflowPolicy::drop_newest: return refuse(cell, mail, false);
      case OverflowPolicy::drop_oldest:
        if (!cell.mailbox.empty()) {
          const Mail oldest = std::move(cell.mailbox.front());
          cell.mailbox.pop_front();
          refuse(cell, oldest, false);
        }
        break;
    }
  }
  if (cell.pause_fault >= 0) faults_.note_seen(std::exchange(cell.pause_fault, -1));
  cell.mailbox.push_back(std::move(mail));
  const Envelope& envelope = cell.mailbox.back().envelope;
  observe({.kind = ObservationKind::message_delivered,
           .process = cell.id,
           .peer = envelope.from,
           .message = envelope.id,
           .correlation = envelope.correlation,
           .causation = envelope.causation,
           .a = static_cast<std::int64_t>(cell.mailbox.back().attempt.value),
           .b = static_cast<std::int64_t>(cell.mailbox.size())});
}

void World::refuse(Cell& cell, const Mail& mail, bool answer) {
  const Envelope& envelope = mail.envelope;
  observe({.kind = ObservationKind::message_dropped,
           .process = envelope.from,
           .peer = cell.id,
           .message = envelope.id,
           .correlation = envelope.correlation,
           .a = static_cast<std::int64_t>(mail.attempt.value),
           .b = static_cast<std::int64_t>(DropReason::mailbox_full)});
  if (!answer || envelope.kind != MessageKind::request) return;
  network_.send(Envelope{.id = MessageId{(static_cast<std::uint64_t>(cell.id.value) << 40) | ++cell.messages_sent},
                         .correlation = envelope.correlation,
                         .causation = CausationId{envelope.id.value},
                         .from = cell.id,
                         .to = envelope.from,
                         .call = envelope.call,
                         .kind = MessageKind::reply,
                         .refused = true,
                         .payload = {}});
}

// ---- turns

void World::start(Cell& cell) {
  cell.process = cell.spec.factory();
  ++cell.incarnation;
  cell.state = CellState::running;
  cell.rngs.clear();
  observe({.kind = ObservationKind::process_started, .process = cell.id, .a = cell.incarnation});
  begin_turn(cell, Mail{}, true);
  pump(cell);
}

void World::pump(Cell& cell) {
  while (cell.state == CellState::running && cell.process && !cell.stepping && !cell.mailbox.empty() &&
         (cell.turns.empty() || cell.spec.turns == TurnPolicy::reentrant)) {
    Mail mail = std::move(cell.mailbox.front());
    cell.mailbox.pop_front();
    if (!cell.blocked.empty()) {
      Mail next = std::move(cell.blocked.front());
      cell.blocked.pop_front();
      accept(cell, std::move(next));
    }
    begin_turn(cell, std::move(mail), false);
  }
}

void World::begin_turn(Cell& cell, Mail mail, bool is_start) {
  if (idle_turns_.empty()) {
    all_turns_.push_back(std::make_unique<Turn>(*this));
    idle_turns_.push_back(all_turns_.back().get());
  }
  Turn& turn = *idle_turns_.back();
  idle_turns_.pop_back();
  cell.turns.push_back(&turn);
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
             .b = to_ns(now() - begun.arrived),
             .payload = begun.envelope.payload.get()});
  }
  cell.stepping = true;
  turn.run_from_start();
  after_step(cell, turn);
}

void World::after_step(Cell& cell, Turn& turn) {
  cell.stepping = false;
  if (++steps_ >= options_.step_limit && ending_ != RunEnding::limit_reached) {
    ending_ = RunEnding::limit_reached;
    engine_.stop();
  }
  turn.flush();
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
  turn.end();
  std::erase(cell.turns, &turn);
  idle_turns_.push_back(&turn);
  if (cell.exit_requested) end_process(cell);
}

void World::complete(Cell& cell, std::uint64_t ticket) {
  const WaitTable::Found found = cell.waits.find(ticket);
  if (!found.wait) return;
  if (cell.state == CellState::paused) {
    cell.deferred.push_back(ticket);
    return;
  }
  cell.waits.remove(ticket);
  Turn& turn = *static_cast<Turn*>(found.owner);
  cell.stepping = true;
  turn.run_from(*found.wait);
  after_step(cell, turn);
  pump(cell);
}

void World::take_down(Cell& cell) {
  for (Turn* turn : cell.turns) {
    turn->end();
    idle_turns_.push_back(turn);
  }
  cell.turns.clear();
  cell.mailbox.clear();
  cell.blocked.clear();
  cell.deferred.clear();
  cell.process.reset();
  cell.exit_requested = false;
  cell.state = CellState::down;
  network_.forget_process(cell.id);
}

void World::end_process(Cell& cell) {
  take_down(cell);
  cell.ended = true;
  observe({.kind = ObservationKind::process_ended, .process = cell.id, .a = cell.incarnation});
}

// ---- what turns ask for

void World::set_reminder(Cell& cell, Duration delay, Envelope envelope) {
  set_timer(now() + std::max(delay, Duration::zero()), Timer{.kind = Timer::Kind::reminder,
                                                             .incarnation = cell.incarnation,
                                                             .process = cell.id,
                                                             .envelope = std::move(envelope)});
}

void World::set_deadline(Cell& cell, std::uint64_t ticket, MessageId request, ProcessId callee, Duration timeout) {
  const Deadlines::Lane lane = deadlines_.lane(timeout);
  const Deadlines::Entry entry{now() + timeout, cell.id, ticket, request, callee, timeout};
  deadlines_.queue(lane).entries.push_back(entry);
  arm_lane(lane);
}

void World::arm_lane(Deadlines::Lane lane) {
  Deadlines::Queue& queue = deadlines_.queue(lane);
  if (queue.timer_set || queue.entries.empty()) return;
  queue.timer_set = true;
  set_timer(queue.entries.front().due, Timer{.kind = Timer::Kind::lane, .process = {}, .number = lane, .envelope = {}});
}

void World::wake_after(Cell& cell, std::uint64_t ticket, Duration delay) {
  set_timer(now() + std::max(delay, Duration::zero()),
            Timer{.kind = Timer::Kind::wake, .process = cell.id, .number = ticket, .envelope = {}});
}

void World::execute(Cell& cell, std::uint64_t ticket, Duration cpu_time) {
  if (cell.slow_fault >= 0) faults_.note_seen(std::exchange(cell.slow_fault, -1));
  const double speed = platform_.hosts[cell.host.value].speed;
  auto scaled = cpu_time * cell.slow_percent / 100;
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

void World::on_executed(Cookie slot) {
  const Work work = works_[slot];
  free_works_.push_back(slot);
  complete(mutable_cell(work.process), work.ticket);
}

void World::sync_disk(Cell& cell, std::uint64_t ticket) {
  Timer timer{.kind = Timer::Kind::synced, .process = cell.id, .number = ticket, .envelope = {}};
  timer.mark = cell.disk.mark();
  set_timer(now() + options_.disk_sync, std::move(timer));
}

ProcessId World::spawn(Cell& parent, ProcessSpec spec) {
  HostId host = parent.host;
  for (std::uint32_t i = 0; i < platform_.hosts.size(); ++i) {
    if (platform_.hosts[i].name == spec.host) host = HostId{i};
  }
  Cell& cell = add_cell(std::move(spec), host);
  cell.state = CellState::running;
  set_timer(now(), Timer{.kind = Timer::Kind::start, .process = cell.id, .envelope = {}});
  return cell.id;
}

Rng World::process_rng(const Cell& cell) const {
  return Rng(options_.seed).fork("process").fork(cell.spec.name).fork(cell.incarnation);
}

void World::note_skew_read(Cell& cell) { faults_.note_seen(std::exchange(cell.skew_fault, -1)); }

void World::observe(Observation observation) {
  observation.at = now();
  bus_.publish(observation);
}

// ---- timers

void World::set_timer(SimTime at, Timer timer) {
  Cookie slot;
  if (free_timers_.empty()) {
    slot = timers_.size();
    timers_.push_back(std::move(timer));
  } else {
    slot = free_timers_.back();
    free_timers_.pop_back();
    timers_[slot] = std::move(timer);
  }
  engine_.set_timer(at, slot);
}

void World::on_timer(Cookie slot) {
  Timer timer = std::move(timers_[slot]);
  free_timers_.push_back(slot);
  ring(std::move(timer));
}

void World::ring(Timer timer) {
  switch (timer.kind) {
    case Timer::Kind::wake: return complete(mutable_cell(timer.process), timer.number);
    case Timer::Kind::synced: {
      Cell& cell = mutable_cell(timer.process);
      if (!cell.waits.find(timer.number).wait) return;  // crashed meanwhile: nothing became durable
      cell.disk.make_durable(timer.mark);
      return complete(cell, timer.number);
    }
    case Timer::Kind::reminder: {
      Cell& cell = mutable_cell(timer.process);
      if (!cell.up() || cell.incarnation != timer.incarnation) return;
      accept(cell, Mail{std::move(timer.envelope), AttemptId{}, now()});
      return pump(cell);
    }
    case Timer::Kind::release: return network_.on_release(timer.number);
    case Timer::Kind::lane: return ring_lane(static_cast<Deadlines::Lane>(timer.number));
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
      faults_.note_seen(static_cast<std::int32_t>(timer.number));
      return start(cell);
    }
    case Timer::Kind::quiet:
      if (timer.number == quiet_ticket_) engine_.stop();
      return;
    case Timer::Kind::horizon:
      ending_ = RunEnding::horizon;
      return engine_.stop();
  }
}

void World::ring_lane(Deadlines::Lane lane) {
  // The queue is looked up anew each time: resuming a caller may add to this lane, or make another.
  while (!deadlines_.queue(lane).entries.empty()) {
    const Deadlines::Entry entry = deadlines_.queue(lane).entries.front();
    Cell& cell = mutable_cell(entry.process);
    const WaitTable::Found found = cell.waits.find(entry.ticket);
    if (found.wait && entry.due > now()) break;
    deadlines_.queue(lane).entries.pop_front();
    if (!found.wait || std::ranges::find(cell.deferred, entry.ticket) != cell.deferred.end()) continue;
    observe({.kind = ObservationKind::call_timed_out,
             .process = cell.id,
             .peer = entry.callee,
             .message = entry.request,
             .a = to_ns(entry.timeout)});
    network_.note_timeout(cell.id, CallNumber{entry.ticket});
    static_cast<CallWait&>(*found.wait).set(failure(CallError::timed_out));
    complete(cell, entry.ticket);
  }
  deadlines_.queue(lane).timer_set = false;
  arm_lane(lane);
}

void World::end_when_still_quiet(Duration settle, std::uint64_t ticket) {
  quiet_ticket_ = ticket;
  set_timer(now() + settle, Timer{.kind = Timer::Kind::quiet, .process = {}, .number = ticket, .envelope = {}});
}

void World::release_at(SimTime at, Cookie packet) {
  set_timer(at, Timer{.kind = Timer::Kind::release, .process = {}, .number = packet, .envelope = {}});
}

void World::retransmit_at(SimTime at, LinkIndex link) {
  set_timer(at, Timer{.kind = Timer::Kind::retransmit, .process = {}, .number = link, .envelope = {}});
}

}  // namespace crisper::sim
