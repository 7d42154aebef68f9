// OutboxDesk: where relays ask for rows of the event store's outbox. One relay asks for what follows (FetchOutbox);
// several share the rows (ClaimOutbox): the desk knows who has claimed what, and who waits for something to come in.
#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "core/command/outbox.hpp"
#include "core/message/waiting_requests.hpp"
#include "core/publication/publication_design.hpp"
#include "core/runtime/context.hpp"
#include "core/store/event_store.hpp"
#include "core/store/store_desk.hpp"

namespace crisper {

/// Relay to store: these positions are with their receiver; give me the next. The answer is an OutboxBatch, which may
/// take `wait` to come where there is nothing to give.
struct ClaimOutbox {
  CRISPER_BODY(ClaimOutbox);
  std::uint32_t limit = 0;
  OutboxClaim claim{};
  Duration claim_for{};
  Duration wait{};
  std::vector<GlobalPosition> published;
  CRISPER_FIELDS(limit, claim, claim_for, wait, published)
};

/// Volatile: after a restart nothing is claimed, so what was under way is handed out again.
class OutboxDesk final : public StoreDesk {
 public:
  /// `store` outlives it; `receiver` is whom the rows are for.
  OutboxDesk(EventStore& store, ProcessId receiver) : store_(store), receiver_(receiver) {}

  /// Deals with FetchOutbox, ClaimOutbox and its own reminders. The entries are RecordedEvents, their sequence is their
  /// global position.
  Task<bool> receive(Context& context, const Envelope& envelope) override;
  void appended(Context& context) override;
  void inspect(Audit& audit) const override;

 private:
  struct Claimed {
    ProcessId relay;
    StreamId stream;
    SimTime until;
  };

  void fetch(Context& context, const Envelope& envelope, const FetchOutbox& request);
  void claim(Context& context, const Envelope& envelope, const ClaimOutbox& request);
  void end_wait(Context& context, MessageId request);
  OutboxBatch take(Context& context, ProcessId relay, const ClaimOutbox& request);
  bool is_taken(const RecordedEvent& event, ProcessId relay, OutboxClaim claim, SimTime now) const;
  OutboxEntry entry(Payload event) const;

  EventStore& store_;
  ProcessId receiver_;
  std::map<GlobalPosition, Claimed> claims_;
  WaitingRequests waiting_;  ///< ClaimOutbox: a relay has one under way
};

/// For a store whose outbox is for `receiver`.
StoreDeskFactory outbox_desk(ProcessId receiver);

}  // namespace crisper
