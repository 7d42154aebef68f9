#include "properties/support/work_seen.hpp"

#include <fmt/format.h>

#include "core/base/counted.hpp"

namespace crisper::properties {

bool WorkSeen::wants(ObservationKind kind) const {
  switch (kind) {
    case ObservationKind::command_submitted:
    case ObservationKind::command_handled:
    case ObservationKind::command_rejected:
    case ObservationKind::command_completed:
    case ObservationKind::command_answered:
    case ObservationKind::command_gave_up:
    case ObservationKind::command_dead_lettered:
    case ObservationKind::query_asked:
    case ObservationKind::query_answered:
    case ObservationKind::event_appended:
    case ObservationKind::event_published:
    case ObservationKind::event_applied:
    case ObservationKind::saga_started:
    case ObservationKind::saga_stepped:
    case ObservationKind::saga_ended:
    case ObservationKind::process_crashed:
    case ObservationKind::process_paused:
    case ObservationKind::process_started:
    case ObservationKind::process_resumed: return true;
    default: return false;
  }
}

void WorkSeen::observe(const Observation& seen, ObservationId) {
  const bool to_dead_letters = static_cast<CommandStatus>(seen.a) == CommandStatus::dead_lettered;
  switch (seen.kind) {
    case ObservationKind::process_crashed:
    case ObservationKind::process_paused: away_[seen.process] = seen.at; return;
    case ObservationKind::process_started:
    case ObservationKind::process_resumed:
      // A fault that comes and goes puts nothing off for good; who was long away had others wait for all that time.
      if (const SimTime* since = away_.find(seen.process); since && seen.at - *since >= patience_.after_step / 2) {
        last_step_ = seen.at;
      }
      return;
    case ObservationKind::command_submitted:
    case ObservationKind::query_asked:
      if (seen.a != 1) return;  // asked again: no step further
      ++asked_;
      if (seen.kind == ObservationKind::command_submitted) ++commands_;
      break;
    case ObservationKind::command_gave_up: ++given_up_; return;  // no step further
    case ObservationKind::saga_started:
      last_start_ = seen.at;
      started_any_ = true;
      break;
    case ObservationKind::query_answered:
      ++answered_;
      ++carried_out_;
      break;
    case ObservationKind::command_answered:
      if (!to_dead_letters) ++answered_;
      break;
    case ObservationKind::command_completed:
      ++ended_;
      if (to_dead_letters) ++dead_letters_;
      break;
    case ObservationKind::command_handled:
    case ObservationKind::command_rejected:
    case ObservationKind::event_appended: ++carried_out_; break;
    default: break;
  }
  last_step_ = seen.at;
}

std::string WorkSeen::nothing_seen() const {
  std::string what;
  if (carried_out_ == 0) {
    what = "no command was carried out, and no question answered";
  } else if (asked_ > 0 && answered_ == 0) {
    what = fmt::format("of {} none was answered", counted(asked_, "request"));
  } else if (ended_ > 0 && dead_letters_ == ended_) {
    what = ended_ == 1 ? "the one command ended as a dead letter"
                       : fmt::format("all {} commands ended as dead letters", ended_);
  }
  return what.empty() ? what : "the run saw nothing of what it was to see: " + what;
}

}  // namespace crisper::properties
