#include "gui/models/run_state.hpp"

#include <algorithm>

namespace crisper::gui {
namespace {

using Kind = ObservationKind;

template <class States>
auto& state_of(States& states, ProcessNumber process) {
  const auto found = std::ranges::find(states, process, &States::value_type::process);
  if (found != states.end()) return *found;
  states.emplace_back().process = process;
  return states.back();
}

ViewRow& row_of(ConsumerState& consumer, std::int64_t stream, std::int64_t item) {
  const auto place = std::ranges::lower_bound(consumer.rows, std::pair(stream, item), {},
                                              [](const ViewRow& row) { return std::pair(row.stream, row.item); });
  if (place != consumer.rows.end() && place->stream == stream && place->item == item) return *place;
  return *consumer.rows.insert(place, ViewRow{.stream = stream, .item = item});
}

template <class Item>
std::size_t bytes_of(const std::vector<Item>& items) {
  return items.size() * sizeof(Item);
}

}  // namespace

std::int64_t QueueState::in_flight() const {
  return std::ranges::count_if(commands, [](const QueuedCommand& command) { return command.handler != 0; });
}

QueueState& RunState::queue_of(ProcessNumber process) { return state_of(queues, process); }
ConsumerState& RunState::consumer_of(ProcessNumber process) { return state_of(consumers, process); }

std::size_t RunState::bytes() const {
  std::size_t sum = sizeof(*this) + bytes_of(processes) + bytes_of(queues) + bytes_of(locks) + bytes_of(consumers) +
                    bytes_of(in_flight);
  for (const ProcessState& each : processes) sum += bytes_of(each.wants_into) + bytes_of(each.inside);
  for (const QueueState& each : queues) sum += bytes_of(each.commands) + bytes_of(each.served_by);
  for (const LockState& each : locks) sum += bytes_of(each.waiters);
  for (const ConsumerState& each : consumers) sum += bytes_of(each.held) + bytes_of(each.rows);
  return sum;
}

void RunState::advance(const TraceData& data, const TraceIndex& index) {
  const Record& record = data.record(++at);
  if (record.row == nowhere) return;
  if (is_of_delivery(record.kind)) {
    on_delivery(record, record.row, data.deliveries[record.row]);
  } else {
    on_said(data, index, record, data.said[record.row]);
  }
}

void RunState::on_delivery(const Record& record, Index row, const Delivery& delivery) {
  ProcessState& receiver = processes[delivery.to];
  const auto on_wire = [&] { return std::ranges::lower_bound(in_flight, row); };
  switch (record.kind) {
    case Kind::message_sent: in_flight.insert(on_wire(), row); return;
    case Kind::message_delivered:
      if (const auto place = on_wire(); place != in_flight.end() && *place == row) in_flight.erase(place);
      if (delivery.depth_after_arrival >= 0) receiver.mailbox = delivery.depth_after_arrival;
      receiver.mailbox_peak = std::max(receiver.mailbox_peak, receiver.mailbox);
      return;
    case Kind::message_dropped:
      if (const auto place = on_wire(); place != in_flight.end() && *place == row) in_flight.erase(place);
      return;
    case Kind::turn_begun:
      if (delivery.depth_after_begin >= 0) receiver.mailbox = delivery.depth_after_begin;
      receiver.turn = row;
      ++receiver.turns;
      return;
    case Kind::turn_ended:
      if (receiver.turn == row) receiver.turn = nowhere;
      return;
    default: return;
  }
}

void RunState::on_said(const TraceData& data, const TraceIndex& index, const Record& record, const Said& said) {
  switch (record.kind) {
    case Kind::process_started:
    case Kind::process_ended:
    case Kind::process_crashed:
    case Kind::process_paused:
    case Kind::process_resumed: return on_life(data, record, said);
    case Kind::command_enqueued:
    case Kind::command_dispatched:
    case Kind::command_acknowledged:
    case Kind::command_expired:
    case Kind::command_retried:
    case Kind::command_dead_lettered: return on_queue(record, said);
    case Kind::lock_requested:
    case Kind::lock_granted:
    case Kind::lock_released:
    case Kind::lock_expired:
    case Kind::lock_refused: return on_lock(record, said);
    case Kind::call_timed_out: return stop_waiting(record.process, said.peer);
    case Kind::state_requested:
    case Kind::state_entered:
    case Kind::state_left: return on_state(record, said);
    case Kind::event_applied:
    case Kind::event_ignored:
    case Kind::event_held:
    case Kind::checkpoint_saved:
    case Kind::view_updated:
    case Kind::replay_begun:
    case Kind::event_replayed:
    case Kind::replay_ended: return on_consumer(index, record, said);
    case Kind::event_appended: ++appended; return;
    case Kind::event_published: published = std::max(published, said.a); return;
    // A copy that a fault made is on the wire from here on; its record of sending is its original's.
    case Kind::fault_fired:
      if (said.b == static_cast<std::int64_t>(sim::FaultKind::duplicate)) {
        for (const Index i : index.deliveries_of(said.message)) {
          const Delivery& d = data.deliveries[i];
          if (!d.duplicate || d.sent > at || d.off_wire() < at) continue;
          const auto place = std::ranges::lower_bound(in_flight, i);
          if (place == in_flight.end() || *place != i) in_flight.insert(place, i);
        }
      }
      return;
    default: return;
  }
}

void RunState::on_queue(const Record& record, const Said& said) {
  if (record.kind == Kind::command_retried) {  // its handler says so; the queue itself is silent about it
    processes[record.process].wants_into.clear();
    for (QueueState& each : queues) {
      for (QueuedCommand& command : each.commands) {
        if (command.command == said.message && command.handler == record.process) command.handler = 0;
      }
    }
    return;
  }
  QueueState& queue = queue_of(record.process);
  const auto found = std::ranges::find(queue.commands, said.message, &QueuedCommand::command);
  switch (record.kind) {
    case Kind::command_enqueued:
      queue.waiting = said.a;
      queue.peak = std::max(queue.peak, queue.waiting);
      ++queue.enqueued;
      if (found == queue.commands.end()) {
        queue.commands.push_back({.command = said.message, .stream = said.stream, .since = at});
      }
      return;
    case Kind::command_dispatched:
      return on_dispatched(queue, said);
    case Kind::command_acknowledged:
    case Kind::command_dead_lettered:
      if (record.kind == Kind::command_acknowledged) {
        queue.waiting = said.a;
        ++queue.acknowledged;
      } else {
        ++queue.dead_lettered;
      }
      if (found != queue.commands.end()) queue.commands.erase(found);
      return;
    case Kind::command_expired:
      if (found != queue.commands.end()) found->handler = 0;
      return;
    default: return;
  }
}

void RunState::on_dispatched(QueueState& queue, const Said& said) {
  queue.waiting = said.b;
  if (said.a > 1) ++queue.redelivered;
  if (std::ranges::find(queue.served_by, said.peer) == queue.served_by.end()) queue.served_by.push_back(said.peer);
  auto command = std::ranges::find(queue.commands, said.message, &QueuedCommand::command);
  if (command == queue.commands.end()) {
    queue.commands.push_back({.command = said.message, .stream = said.stream, .since = at});
    command = std::prev(queue.commands.end());
  }
  command->handler = said.peer;
  command->given = at;
  command->deliveries = static_cast<std::uint32_t>(said.a);
}

void RunState::on_lock(const Record& record, const Said& said) {
  auto place = std::ranges::lower_bound(locks, said.stream, {}, &LockState::stream);
  const bool known = place != locks.end() && place->stream == said.stream;
  if (!known && record.kind != Kind::lock_requested && record.kind != Kind::lock_granted) return;
  if (!known) place = locks.insert(place, LockState{.stream = said.stream, .waiters = {}});
  LockState& lock = *place;
  const ProcessNumber who = said.peer != 0 ? said.peer : record.process;
  const auto waits = [&] { return std::ranges::find(lock.waiters, who, &LockWaiter::process); };
  switch (record.kind) {
    case Kind::lock_requested:
      lock.service = record.process;
      if (waits() == lock.waiters.end()) lock.waiters.push_back({who, at});
      break;
    case Kind::lock_granted:
      if (const auto waiter = waits(); waiter != lock.waiters.end()) lock.waiters.erase(waiter);
      lock.holder = who;
      lock.token = said.a;
      lock.since = at;
      break;
    case Kind::lock_refused:
      if (const auto waiter = waits(); waiter != lock.waiters.end()) lock.waiters.erase(waiter);
      break;
    default:  // released, expired: by its token, since an old owner may speak late
      if (lock.token == said.a) lock.holder = 0;
  }
  if (lock.holder == 0 && lock.waiters.empty()) locks.erase(place);
}

void RunState::stop_waiting(ProcessNumber waiter, ProcessNumber service) {
  for (LockState& lock : locks) {
    if (service != 0 && lock.service != service) continue;
    std::erase_if(lock.waiters, [&](const LockWaiter& each) { return each.process == waiter; });
  }
  std::erase_if(locks, [](const LockState& lock) { return lock.holder == 0 && lock.waiters.empty(); });
}

void RunState::forget_waiters(ProcessNumber service) {
  for (LockState& lock : locks) {
    if (lock.service == service) lock.waiters.clear();
  }
  std::erase_if(locks, [](const LockState& lock) { return lock.holder == 0 && lock.waiters.empty(); });
}

void RunState::on_state(const Record& record, const Said& said) {
  ProcessState& process = processes[record.process];
  const auto forget = [&](std::vector<StreamSince>& streams) {
    std::erase_if(streams, [&](const StreamSince& each) { return each.stream == said.stream; });
  };
  forget(process.wants_into);
  if (record.kind == Kind::state_requested) process.wants_into.push_back({said.stream, at});
  if (record.kind == Kind::state_requested) return;
  forget(process.inside);
  if (record.kind == Kind::state_entered) process.inside.push_back({said.stream, at});
}

void RunState::on_consumer(const TraceIndex& index, const Record& record, const Said& said) {
  ConsumerState& consumer = consumer_of(record.process);
  switch (record.kind) {
    case Kind::event_applied:
    case Kind::event_ignored:
      consumer.position = std::max(consumer.position, said.a);
      consumer.last = at;
      std::erase(consumer.held, said.a);
      if (record.kind == Kind::event_ignored) {
        ++consumer.ignored[static_cast<std::size_t>(std::clamp<std::int64_t>(said.b, 0, 2))];
      } else {
        ++consumer.applied;
        if (index.repeat_number(at) > 1) ++consumer.repeated;
      }
      break;
    case Kind::event_held:
      if (std::ranges::find(consumer.held, said.a) == consumer.held.end()) consumer.held.push_back(said.a);
      break;
    case Kind::checkpoint_saved: consumer.checkpoint = said.a; break;
    case Kind::view_updated: {
      ViewRow& row = row_of(consumer, said.stream, said.message);
      row.shown = said.a;
      row.changed = at;
      row.is_told = true;
      break;
    }
    default: break;
  }
  for (auto fold = std::ranges::lower_bound(index.folds, at, {}, &FoldStep::at);
       fold != index.folds.end() && fold->at == at; ++fold) {
    ConsumerState& taker = consumer_of(fold->consumer);
    if (fold->begins_anew) {
      for (ViewRow& row : taker.rows) row.events_say = row.events_taken = 0;
    } else {
      ViewRow& row = row_of(taker, fold->stream, fold->item);
      row.events_say = fold->value;
      row.events_taken += fold->events;
    }
  }
}

void RunState::on_life(const TraceData&, const Record& record, const Said& said) {
  ProcessState& process = processes[record.process];
  process.since = at;
  switch (record.kind) {
    case Kind::process_started:
      process.life = ProcessState::Life::up;
      process.incarnation = said.a;
      // What it was given before is lost; its queue believes for a while that it still works on it.
      for (QueueState& queue : queues) {
        for (QueuedCommand& command : queue.commands) {
          if (command.handler == record.process) command.given = 0;
        }
      }
      // What a view showed is gone until it says what it found.
      for (ConsumerState& consumer : consumers) {
        if (consumer.process != record.process) continue;
        for (ViewRow& row : consumer.rows) {
          row.shown = 0;
          row.is_told = false;
        }
        consumer.held.clear();
      }
      return;
    case Kind::process_paused: process.life = ProcessState::Life::paused; return;
    case Kind::process_resumed: process.life = ProcessState::Life::up; return;
    default:
      process.life = record.kind == Kind::process_crashed ? ProcessState::Life::crashed : ProcessState::Life::ended;
      process.mailbox = 0;
      process.turn = nowhere;
      process.wants_into.clear();
      process.inside.clear();
      stop_waiting(record.process, 0);
      return forget_waiters(record.process);
  }
}

}  // namespace crisper::gui
