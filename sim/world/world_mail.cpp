// How messages leave a turn, arrive and wait.
#include "sim/world/world.hpp"

#include <algorithm>

#include "core/base/assert.hpp"
#include "sim/world/memory.hpp"

namespace crisper::sim {

void World::send(Cell& from, Envelope&& envelope) {
  if (envelope.to != from.id) return network_.send(std::move(envelope));
  // A message to itself never leaves the process.
  const AttemptId attempt = network_.new_attempt();
  observe({.kind = ObservationKind::message_sent,
           .process = from.id,
           .peer = from.id,
           .message = envelope.id,
           .correlation = envelope.correlation,
           .causation = envelope.causation,
           .a = static_cast<std::int64_t>(attempt.value),
           .payload = envelope.payload.get()});
  if (envelope.kind != MessageKind::reply) return accept(from, Mail{std::move(envelope), attempt, now()});
  // The waiting turn must not be resumed inside another turn's step.
  Timer timer{.kind = Timer::Kind::self_reply, .process = from.id, .number = attempt.value};
  timer.envelope = std::move(envelope);
  set_timer(now(), std::move(timer));
}

void World::deliver(Envelope&& envelope, AttemptId attempt) {
  Cell& cell = mutable_cell(envelope.to);
  ++deliveries_;
  if (envelope.kind == MessageKind::reply) return deliver_reply(cell, std::move(envelope), attempt);
  accept(cell, Mail{std::move(envelope), attempt, now()});
  pump(cell);
}

void World::deliver_reply(Cell& cell, Envelope&& envelope, AttemptId attempt) {
  observe({.kind = ObservationKind::message_delivered,
           .process = cell.id,
           .peer = envelope.from,
           .message = envelope.id,
           .correlation = envelope.correlation,
           .causation = envelope.causation,
           .a = static_cast<std::int64_t>(attempt.value),
           .b = reply_past_the_mailbox});
  const std::uint64_t ticket = envelope.call.value;
  const WaitTable::Slot* slot = cell.waits.find(ticket);
  // A reply at the very instant of the deadline is late, whichever of the two the engine tells first.
  if (slot && !slot->settled && deadlines_.entry(slot->deadline).due <= now()) {
    time_out(cell, ticket);
    slot = cell.waits.find(ticket);
  }
  if (!slot || slot->settled) {
    return observe({.kind = ObservationKind::reply_late,
                    .process = cell.id,
                    .peer = envelope.from,
                    .message = envelope.id,
                    .correlation = envelope.correlation,
                    .a = static_cast<std::int64_t>(attempt.value)});
  }
  auto& call = static_cast<CallWait&>(*slot->wait);
  if (envelope.refused) {
    call.set(failure(CallError::refused));
  } else {
    call.set(std::move(envelope.payload));
  }
  network_.note_answered(cell.id, envelope.call);
  complete(cell, ticket);
}

void World::accept(Cell& cell, Mail&& mail) {
  const bool full = cell.mailbox.size() >= cell.spec.mailbox.capacity;
  // A process's own reminders aren't load from outside: they are always taken in.
  if (!full || mail.envelope.kind == MessageKind::reminder) return take_in(cell, std::move(mail));
  const bool is_request = mail.envelope.kind == MessageKind::request;
  switch (cell.spec.mailbox.overflow) {
    case OverflowPolicy::block_caller:
      if (is_request) return cell.blocked.push_back(std::move(mail));
      return observe_drop(cell, mail, DropReason::mailbox_full);
    case OverflowPolicy::reject:
      observe_drop(cell, mail, DropReason::mailbox_full);
      if (is_request) answer_refusal(cell, mail.envelope);
      return;
    case OverflowPolicy::drop_newest: return observe_drop(cell, mail, DropReason::mailbox_full);
    case OverflowPolicy::drop_oldest:
      if (!drop_oldest(cell)) return observe_drop(cell, mail, DropReason::mailbox_full);
      return take_in(cell, std::move(mail));
  }
}

bool World::drop_oldest(Cell& cell) {
  const auto oldest = std::find_if(cell.mailbox.begin(), cell.mailbox.end(),
                                   [](const Mail& each) { return each.envelope.kind != MessageKind::reminder; });
  if (oldest == cell.mailbox.end()) return false;
  observe_drop(cell, *oldest, DropReason::mailbox_full);
  refund(cell, memory_of(oldest->envelope));
  cell.mailbox.erase(oldest);
  return true;
}

void World::take_in(Cell& cell, Mail&& mail) {
  if (cell.fault_unseen && cell.state == CellState::paused) note_seen(cell, FaultKind::pause);
  cell.mailbox.push_back(std::move(mail));
  const Mail& taken = cell.mailbox.back();
  observe({.kind = ObservationKind::message_delivered,
           .process = cell.id,
           .peer = taken.envelope.from,
           .message = taken.envelope.id,
           .correlation = taken.envelope.correlation,
           .causation = taken.envelope.causation,
           .a = static_cast<std::int64_t>(taken.attempt.value),
           .b = static_cast<std::int64_t>(cell.mailbox.size())});
  charge(cell, memory_of(taken.envelope));
}

void World::observe_drop(Cell& cell, const Mail& mail, DropReason reason) {
  observe({.kind = ObservationKind::message_dropped,
           .process = mail.envelope.from,
           .peer = cell.id,
           .message = mail.envelope.id,
           .correlation = mail.envelope.correlation,
           .a = static_cast<std::int64_t>(mail.attempt.value),
           .b = static_cast<std::int64_t>(reason)});
}

void World::answer_refusal(Cell& cell, const Envelope& request) {
  send(cell, Envelope{.id = MessageId{(static_cast<std::uint64_t>(cell.id.value) << 40) | ++cell.messages_sent},
                      .correlation = request.correlation,
                      .causation = CausationId{request.id.value},
                      .from = cell.id,
                      .to = request.from,
                      .call = request.call,
                      .kind = MessageKind::reply,
                      .refused = true});
}

void World::pump(Cell& cell) {
  while (cell.state == CellState::running && cell.process && !cell.stepping && !stopping_ && !cell.mailbox.empty() &&
         (cell.turns.empty() || cell.spec.turns == TurnPolicy::reentrant)) {
    Mail mail = std::move(cell.mailbox.front());
    cell.mailbox.pop_front();
    refund(cell, memory_of(mail.envelope));
    while (!cell.blocked.empty() && cell.mailbox.size() < cell.spec.mailbox.capacity) {
      Mail next = std::move(cell.blocked.front());
      cell.blocked.pop_front();
      take_in(cell, std::move(next));
    }
    begin_turn(cell, std::move(mail), false);
  }
}

}  // namespace crisper::sim
