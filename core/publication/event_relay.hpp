// EventRelay: one of several relays that share the event store's outbox, or one that waits at the store for what comes.
#pragma once

#include "core/publication/outbox_desk.hpp"
#include "core/runtime/kind_costs.hpp"

namespace crisper {

struct EventRelayOptions {
  ProcessId event_store;
  ProcessId event_log;
  OutboxClaim claim{};
  Duration claim_for{};
  bool waits = false;   ///< at the store, where there is nothing; else it looks again after `poll`
  Duration poll{};
  std::uint32_t batch = 0;
  Duration timeout{};  ///< of every call
  KindCosts publish{};  ///< beside what a batch takes by its role
};

/// A process that loops in its first turn and keeps nothing. What it published and could not say is published again:
/// by itself when it asks next, by another when the claim is over.
class EventRelay final : public Process {
 public:
  explicit EventRelay(EventRelayOptions options) : options_(options) {}
  Task<> start(Context& context) override;

 private:
  EventRelayOptions options_;
};

}  // namespace crisper
