// What is said in a two-phase commit: between the coordinator, the event store and the read sides. All of it is cast:
// nobody waits in a call, so whatever is lost is asked for again.
#pragma once

#include <vector>

#include "core/log/log_protocol.hpp"
#include "core/message/body.hpp"
#include "core/message/payload.hpp"

namespace crisper {

/// Transactions of one coordinator are numbered in the order in which it begins them, one at a time.
using TransactionId = StrongId<struct TransactionTag, std::int64_t>;

/// Coordinator to store: can you append this? From a yes on nothing else may be appended until the decision.
struct PrepareAppend {
  CRISPER_BODY(PrepareAppend);
  TransactionId transaction;
  ProcessId writer;
  Payload append;  ///< AppendEvents
  CRISPER_FIELDS(transaction, writer, append)
};

/// Store to coordinator: the answer that the service would have had (EventsRecorded or AppendRefused).
struct AppendVote {
  CRISPER_BODY(AppendVote);
  TransactionId transaction;
  Payload answer;
  CRISPER_FIELDS(transaction, answer)
};

/// Coordinator to a read side: can you take the effect of these?
struct PrepareEvents {
  CRISPER_BODY(PrepareEvents);
  TransactionId transaction;
  std::vector<LoggedEvent> events;
  CRISPER_FIELDS(transaction, events)
};

/// Read side to coordinator: yes, also after a crash.
struct EventsVote {
  CRISPER_BODY(EventsVote);
  TransactionId transaction;
  CRISPER_FIELDS(transaction)
};

/// Coordinator to all: do it, or forget it.
struct Decide {
  CRISPER_BODY(Decide);
  TransactionId transaction;
  bool commit = false;
  CRISPER_FIELDS(transaction, commit)
};

/// Participant to coordinator: it is done.
struct Settled {
  CRISPER_BODY(Settled);
  TransactionId transaction;
  CRISPER_FIELDS(transaction)
};

/// Participant in doubt to coordinator: what became of it? Answered with Decide, unless that is still open.
struct AskDecision {
  CRISPER_BODY(AskDecision);
  TransactionId transaction;
  CRISPER_FIELDS(transaction)
};

}  // namespace crisper
