#include "properties/support/waiting_events.hpp"

#include <algorithm>

namespace crisper::properties {

void WaitingEvents::observe(const Observation& seen) {
  switch (seen.kind) {
    case ObservationKind::event_appended: {
      std::int64_t& position = stores_[seen.process];
      position = std::max(position, seen.b);
      ++stored_;
      return;
    }
    case ObservationKind::event_published:
      head_ = std::max(head_, seen.a);
      published_ = std::max(published_, seen.b);
      return;
    case ObservationKind::event_delivered: consumer(seen.peer); return;
    case ObservationKind::event_ignored:
    case ObservationKind::event_applied: {
      Consumer& taker = consumer(seen.process);
      taker.offset = std::max(taker.offset, seen.a);
      ++taker.dealt_with;
      return;
    }
    case ObservationKind::consumer_joined: consumer(seen.process).gone = false; return;
    case ObservationKind::consumer_left: consumer(seen.process).gone = true; return;
    default: return;
  }
}

/// What came twice is counted twice, and what a log forgets is never dealt with: the less of two numbers is true.
WaitingEvents::Waiting WaitingEvents::at_consumers() const {
  Waiting waiting;
  for (const auto& [name, each] : consumers_) {
    const std::int64_t behind = std::min(head_ - each.offset, stored_ - each.dealt_with);
    waiting.emplace_back(each.process, each.gone ? 0 : std::max<std::int64_t>(behind, 0));
  }
  return waiting;
}

WaitingEvents::Waiting WaitingEvents::in_stores() const {
  Waiting waiting;
  if (published_ == 0) return waiting;
  for (const auto& [store, position] : stores_) {
    waiting.emplace_back(store, std::max<std::int64_t>(position - published_, 0));
  }
  return waiting;
}

WaitingEvents::Consumer& WaitingEvents::consumer(ProcessId process) {
  Consumer*& known = by_process_[process];
  if (known) return *known;
  known = &consumers_[shared_name(process)];
  if (known->process.value == 0) known->process = process;
  return *known;
}

/// "catalog" of "catalog-2", where nodes share the events of the catalog.
std::string WaitingEvents::shared_name(ProcessId process) const {
  std::string name = names_.process(process);
  const std::size_t dash = name.find_last_not_of("0123456789");
  if (dash == std::string::npos || dash + 1 == name.size() || name[dash] != '-') return name;
  const auto whole = design_.consumers.find(name.substr(0, dash));
  return whole != design_.consumers.end() && whole->second.nodes > 1 ? whole->first : name;
}

}  // namespace crisper::properties
