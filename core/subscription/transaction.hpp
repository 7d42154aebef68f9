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
  static constexpr auto fields = field_list(field("transaction", &PrepareAppend::transaction),
                                            field("writer", &PrepareAppend::writer),
                                            field("append", &PrepareAppend::append));
};

/// Store to coordinator: the answer that the service would have had (EventsRecorded or AppendRefused).
struct AppendVote {
  CRISPER_BODY(AppendVote);
  TransactionId transaction;
  Payload answer;
  static constexpr auto fields =
      field_list(field("transaction", &AppendVote::transaction), field("answer", &AppendVote::answer));
};

/// Coordinator to a read side: can you take the effect of these?
struct PrepareEvents {
  CRISPER_BODY(PrepareEvents);
  TransactionId transaction;
  std::vector<LoggedEvent> events;
  static constexpr auto fields =
      field_list(field("transaction", &PrepareEvents::transaction), field("events", &PrepareEvents::events));
};

/// Read side to coordinator: yes, also after a crash.
struct EventsVote {
  CRISPER_BODY(EventsVote);
  TransactionId transaction;
  static constexpr auto fields = field_list(field("transaction", &EventsVote::transaction));
};

/// Coordinator to all: do it, or forget it.
struct Decide {
  CRISPER_BODY(Decide);
  TransactionId transaction;
  bool commit = false;
  static constexpr auto fields =
      field_list(field("transaction", &Decide::transaction), field("commit", &Decide::commit));
};

/// Participant to coordinator: it is done.
struct Settled {
  CRISPER_BODY(Settled);
  TransactionId transaction;
  static constexpr auto fields = field_list(field("transaction", &Settled::transaction));
};

/// Participant in doubt to coordinator: what became of it? Answered with Decide, unless that is still open.
struct AskDecision {
  CRISPER_BODY(AskDecision);
  TransactionId transaction;
  static constexpr auto fields = field_list(field("transaction", &AskDecision::transaction));
};

}  // namespace crisper
