// TakenEvents: the events that one consumer has taken, each once, in its order.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "core/observe/observation.hpp"
#include "properties/names.hpp"
#include "properties/support/ordered_table.hpp"

namespace crisper::properties {

/// For laws that follow them when the run is over: in one transaction with its event, that it is taken is said first.
class TakenEvents {
 public:
  explicit TakenEvents(std::string consumer) : consumer_(std::move(consumer)) {}

  /// False: it is of another kind. By its own word an event may have been nothing to the consumer; it has taken it.
  bool observe(const Observation& seen, const Names& names) {
    switch (seen.kind) {
      case ObservationKind::event_applied: take(seen, names); return true;
      case ObservationKind::event_ignored:
        if (seen.b == static_cast<std::int64_t>(IgnoreReason::not_interesting)) take(seen, names);
        return true;
      case ObservationKind::replay_begun:
        if (names.process(seen.process) == consumer_) was_replayed_ = true;
        return true;
      default: return false;
    }
  }

  const std::vector<MessageId>& events() const { return events_; }
  /// Who is read its history again begins to count anew, and not at the same event.
  bool was_replayed() const { return was_replayed_; }

 private:
  void take(const Observation& seen, const Names& names) {
    if (!is_consumer(seen.process, names) || known_[seen.message]) return;
    known_[seen.message] = true;
    events_.push_back(seen.message);
  }

  /// A name is asked for once: every consumer says of every event that it has taken it.
  bool is_consumer(ProcessId process, const Names& names) {
    const bool* known = is_consumer_.find(process);
    return known ? *known : is_consumer_[process] = names.process(process) == consumer_;
  }

  std::string consumer_;
  OrderedTable<ProcessId, bool> is_consumer_;
  bool was_replayed_ = false;
  OrderedTable<MessageId, bool> known_;
  std::vector<MessageId> events_;
};

}  // namespace crisper::properties
