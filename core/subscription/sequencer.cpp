#include "core/subscription/sequencer.hpp"

#include <algorithm>
#include <utility>

namespace crisper {

std::vector<LoggedEvent> Sequencer::admit(Context& context, LogOffset checkpoint, std::vector<LoggedEvent> arrived) {
  std::vector<LoggedEvent> ready;
  LogOffset reached = std::max(checkpoint, skipped_through_);
  for (LoggedEvent& event : arrived) {
    if (event.after <= reached) {
      reached = std::max(reached, event.offset);
      ready.push_back(std::move(event));
      continue;
    }
    if (held_.contains(event.offset) || held_.size() >= limit_) continue;
    const LogOffset offset = event.offset;
    const Held& held = held_.emplace(offset, Held{std::move(event), context.monotonic()}).first->second;
    context.observe({.kind = ObservationKind::event_held,
                     .message = subject(held.event.recorded().id),
                     .stream = held.event.recorded().stream,
                     .a = offset.value,
                     .b = static_cast<std::int64_t>(held_.size())});
  }
  release_what_follows(reached, ready);
  if (gap_ == GapPolicy::skip) look_later(context);
  return ready;
}

std::vector<LoggedEvent> Sequencer::skip_gap(Context& context, LogOffset checkpoint) {
  looking_ = false;
  std::vector<LoggedEvent> ready;
  if (!held_.empty() && held_.begin()->second.since + gap_timeout_ <= context.monotonic()) {
    LogOffset reached = std::max({checkpoint, skipped_through_, held_.begin()->second.event.after});
    release_what_follows(reached, ready);
    skipped_through_ = reached;
  }
  look_later(context);
  return ready;
}

void Sequencer::release_what_follows(LogOffset& reached, std::vector<LoggedEvent>& ready) {
  while (!held_.empty() && held_.begin()->second.event.after <= reached) {
    if (held_.begin()->first > reached) {
      reached = held_.begin()->first;
      ready.push_back(std::move(held_.begin()->second.event));
    }
    held_.erase(held_.begin());
  }
}

void Sequencer::look_later(Context& context) {
  if (looking_ || held_.empty()) return;
  looking_ = true;
  const SimTime due = held_.begin()->second.since + gap_timeout_;
  context.remind(std::max(due - context.monotonic(), Duration(1)), Payload::of(GapIsOld{}));
}

void Sequencer::inspect(Audit& audit) const {
  for (const auto& [offset, held] : held_) {
    audit.take({.kind = AuditKind::event_held,
                .message = subject(held.event.recorded().id),
                .stream = held.event.recorded().stream,
                .a = offset.value});
  }
}

}  // namespace crisper
