// Inbox: which events a consumer has had, so that one that comes twice takes its effect once. Remembers each for a
// while only.
#pragma once

#include <deque>
#include <utility>
#include <vector>

#include "core/base/lookup_table.hpp"
#include "core/log/log_protocol.hpp"
#include "core/subscription/consumer_design.hpp"
#include "core/subscription/consumer_store.hpp"

namespace crisper {

class Inbox {
 public:
  explicit Inbox(const ConsumerDesign& design)
      : key_(design.inbox_key), per_node_(design.inbox_scope == InboxScope::node), window_(design.inbox_window) {}

  /// Who has what comes next: where each node remembers for itself, it is its inbox that is asked.
  void turn_to(ProcessId node) { node_ = node; }
  bool knows(const LoggedEvent& event) const { return seen_.contains(key_of(event)); }
  /// Of an inbox that knows events by their ids.
  bool knows(EventId event) const { return seen_.contains(event); }
  /// The record that must become durable with the event's effect.
  EventSeen remember(const LoggedEvent& event, SimTime now);
  /// False where the record is not its own.
  bool restore(const Payload& change);
  /// What has been remembered for longer than the window.
  void forget_old(SimTime now);
  void snapshot(std::vector<Payload>& records) const;
  void inspect(Audit& audit) const;

 private:
  EventId key_of(const LoggedEvent& event) const;
  EventId wide_key_of(const LoggedEvent& event) const;
  void know(const EventSeen& seen);

  InboxKey key_;
  bool per_node_;
  ProcessId node_{};
  Duration window_;
  LookupTable<EventId, SimTime> seen_;
  std::deque<std::pair<SimTime, EventId>> in_order_;
};

}  // namespace crisper
