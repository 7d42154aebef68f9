// CommandsInHands: for how long the handlers had a command in their hands. A handler takes no other meanwhile, though
// it may wait for somebody.
#pragma once

#include <cstdint>
#include <utility>

#include "core/observe/observation.hpp"
#include "properties/support/ordered_table.hpp"

namespace crisper::properties {

class CommandsInHands {
 public:
  /// Every command_dispatched, _acknowledged, _retried and _expired, process_crashed and process_ended; whatever else
  /// doesn't matter.
  void observe(const Observation& seen) {
    switch (seen.kind) {
      case ObservationKind::command_dispatched:
        let_go(seen);
        given_to_[seen.message] = seen.peer;
        return handlers_[seen.peer].begin(seen.at);
      case ObservationKind::command_acknowledged:
      case ObservationKind::command_retried:
      case ObservationKind::command_expired: return let_go(seen);
      case ObservationKind::process_crashed:
      case ObservationKind::process_ended:
        if (Handler* handler = handlers_.find(seen.process)) handler->stop(seen.at);
        return;
      default: return;
    }
  }

  std::size_t handlers() const { return handlers_.size(); }

  /// Of all handlers together, since this was asked last.
  Duration taken_up(SimTime now) {
    Duration sum{};
    for (auto& [id, handler] : handlers_) {
      if (handler.in_hands > 0) {
        handler.taken_up += now - handler.since;
        handler.since = now;
      }
      sum += std::exchange(handler.taken_up, Duration::zero());
    }
    return sum;
  }

 private:
  struct Handler {
    std::uint32_t in_hands = 0;
    SimTime since{};
    Duration taken_up{};  ///< without what is under way

    void begin(SimTime at) {
      if (in_hands++ == 0) since = at;
    }
    void end(SimTime at) {
      if (in_hands > 0 && --in_hands == 0) taken_up += at - since;
    }
    void stop(SimTime at) {
      if (in_hands > 0) taken_up += at - since;
      in_hands = 0;
    }
  };

  void let_go(const Observation& seen) {
    ProcessId* to = given_to_.find(seen.message);
    if (!to || to->value == 0) return;
    if (Handler* handler = handlers_.find(*to)) handler->end(seen.at);
    *to = {};
  }

  OrderedTable<ProcessId, Handler> handlers_;
  OrderedTable<MessageId, ProcessId> given_to_;  ///< whose hands a command is in; zero: nobody's
};

}  // namespace crisper::properties
