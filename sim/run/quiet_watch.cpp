#include "sim/run/quiet_watch.hpp"

#include <algorithm>

namespace crisper::sim {

bool QuietWatch::wants(ObservationKind kind) const {
  switch (kind) {
    case ObservationKind::command_submitted:
    case ObservationKind::query_asked:
    case ObservationKind::service_asked:
    case ObservationKind::command_withheld:
    case ObservationKind::world_awaits:
    case ObservationKind::command_answered:
    case ObservationKind::workload_ended:
    case ObservationKind::command_accepted:
    case ObservationKind::command_completed:
    case ObservationKind::command_dead_lettered:
    case ObservationKind::saga_started:
    case ObservationKind::saga_ended:
    case ObservationKind::saga_stepped:
    case ObservationKind::outbox_added:
    case ObservationKind::outbox_published:
    case ObservationKind::process_crashed:
    case ObservationKind::process_paused:
    case ObservationKind::process_resumed:
    case ObservationKind::process_started:
    case ObservationKind::event_appended:
    case ObservationKind::event_published:
    case ObservationKind::event_delivered:
    case ObservationKind::event_applied:
    case ObservationKind::checkpoint_saved:
    case ObservationKind::effect_performed:
    case ObservationKind::effect_refused:
    case ObservationKind::request_taken:
    case ObservationKind::request_told:
    case ObservationKind::consumer_joined:
    case ObservationKind::consumer_left:
    case ObservationKind::replay_begun:
    case ObservationKind::replay_ended: return true;
    default: return false;
  }
}

void QuietWatch::observe(const Observation& o, ObservationId) {
  switch (o.kind) {
    case ObservationKind::process_crashed: return crash(o.process);
    case ObservationKind::process_paused: paused_.insert(o.process); return;
    case ObservationKind::process_started: crashed_.erase(o.process); return;
    case ObservationKind::process_resumed: paused_.erase(o.process); return;
    case ObservationKind::command_submitted:
      gateway_ = o.peer;
      if (o.a == 1) submitted_.insert(o.message);
      return work_.observe(o);
    case ObservationKind::query_asked:
    case ObservationKind::command_withheld:
    case ObservationKind::service_asked: return work_.observe(o);
    case ObservationKind::command_answered: submitted_.erase(o.message); return;
    case ObservationKind::workload_ended:
      scripts_ended_.insert(o.process);
      if (ever_ended_.insert(o.process).second) ++activity_;  // said again after a crash it is no work
      return;
    default: ++activity_;
  }
  switch (o.kind) {
    case ObservationKind::command_accepted:
      submitted_.erase(o.message);
      if (!commands_ended_.contains(o.message)) commands_open_.insert(o.message);
      break;
    case ObservationKind::command_completed:
    case ObservationKind::command_dead_lettered:
      if (commands_open_.erase(o.message) == 0) commands_ended_.insert(o.message);
      break;
    case ObservationKind::saga_started: ++sagas_open_; break;
    case ObservationKind::saga_ended: --sagas_open_; break;
    case ObservationKind::outbox_added: outboxes_[o.process].added = std::max(outboxes_[o.process].added, o.a); break;
    case ObservationKind::outbox_published:
      outboxes_[o.process].published = std::max(outboxes_[o.process].published, o.a);
      break;
    case ObservationKind::request_taken:
    case ObservationKind::request_told: requests_.observe(o); break;
    case ObservationKind::world_awaits: outside_[o.process] = o.a; break;
    case ObservationKind::consumer_joined: gone_.erase(o.process); break;
    case ObservationKind::consumer_left:
      gone_.insert(o.process);
      consumer_position_.erase(o.process);
      break;
    case ObservationKind::replay_begun: replaying_.insert(o.process); break;
    case ObservationKind::replay_ended: replaying_.erase(o.process); break;
    case ObservationKind::event_appended: appended_ = std::max(appended_, o.b); break;
    case ObservationKind::event_published:
      published_ = std::max(published_, o.b);
      log_head_ = std::max(log_head_, o.a);
      break;
    case ObservationKind::event_delivered:
      if (!gone_.contains(o.peer)) consumer_position_.try_emplace(o.peer, 0);
      break;
    case ObservationKind::checkpoint_saved: {
      std::int64_t& position = consumer_position_[o.process];
      position = std::max(position, o.a);
      break;
    }
    default: break;
  }
}

void QuietWatch::crash(ProcessId process) {
  paused_.erase(process);  // a pause dies with its process
  crashed_.insert(process);
  scripts_ended_.erase(process);
}

/// A client that is down for good has lost its users' requests. What they had not begun yet, it has still to send.
bool QuietWatch::scripts_over() const {
  return std::ranges::all_of(work_.clients(), [&](ProcessId client) {
    return scripts_ended_.contains(client) || (crashed_.contains(client) && work_.unsent_of(client) == 0);
  });
}

bool QuietWatch::consumers_caught_up() const {
  const auto missed_all = [&](ProcessId consumer) {
    return is_down(consumer) && log_head_ > 0 && !consumer_position_.contains(consumer) && !gone_.contains(consumer);
  };
  return std::ranges::all_of(consumer_position_, [&](const auto& each) { return each.second >= log_head_; }) &&
         std::ranges::none_of(consumers_, missed_all);
}

bool QuietWatch::outboxes_empty() const {
  return std::ranges::all_of(outboxes_, [](const auto& each) { return each.second.published >= each.second.added; });
}

bool QuietWatch::nothing_under_way_outside() const {
  const bool all_done = std::ranges::all_of(outside_, [](const auto& each) { return each.second == 0; });
  return all_done && requests_.size() == 0;
}

bool QuietWatch::is_quiet() const {
  // What waits for a gateway that is down will come to it when it is back, whether or not a client still waits.
  const bool gateway_owes = is_down(gateway_) && !submitted_.empty();
  return scripts_over() && !gateway_owes && commands_open_.empty() && sagas_open_ <= 0 && outboxes_empty() &&
         nothing_under_way_outside() && replaying_.empty() && published_ >= appended_ && consumers_caught_up();
}

}  // namespace crisper::sim
