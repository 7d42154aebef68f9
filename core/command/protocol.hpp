// What is said between clients, command store, command queue and handlers.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "core/message/body.hpp"
#include "core/message/payload.hpp"
#include "core/observe/observation_kind.hpp"

namespace crisper {

/// What a command asks of one more state.
struct CommandPart {
  StreamId stream;
  Payload body;
  friend bool operator==(const CommandPart&, const CommandPart&) = default;
  CRISPER_FIELDS(stream, body)
};

/// A command on its way from the client to its handler. Sending it again with the same id is safe.
struct SubmitCommand {
  CRISPER_BODY(SubmitCommand);
  CommandId command;
  StreamId stream;
  Payload body;
  CorrelationId correlation;      ///< of the conversation that the command belongs to; zero: it begins one
  bool wait_for_outcome = false;  ///< answer when handled, not when accepted
  std::vector<CommandPart> also{};  ///< the same command's parts on other states: all are carried out, or none
  CRISPER_FIELDS(command, stream, body, correlation, wait_for_outcome, also)
};

/// Whether two of a command's parts are about one state: nobody can carry it out, since each part is decided on the
/// state before all of them. Costs the square of their number.
inline bool names_a_state_twice(StreamId first, const std::vector<CommandPart>& also) {
  for (auto part = also.begin(); part != also.end(); ++part) {
    const auto same = [&](const CommandPart& earlier) { return earlier.stream == part->stream; };
    if (part->stream == first || std::any_of(also.begin(), part, same)) return true;
  }
  return false;
}

/// Calls visit(stream, body) for each state that the command is about, in the command's order.
template <class Visit>
void for_each_part(const SubmitCommand& command, Visit&& visit) {
  visit(command.stream, command.body);
  for (const CommandPart& part : command.also) visit(part.stream, part.body);
}

/// The answer to SubmitCommand and QueryOutcome.
struct CommandOutcome {
  CRISPER_BODY(CommandOutcome);
  CommandId command;
  CommandStatus status{};
  CRISPER_FIELDS(command, status)
};

/// Handler to command store: this is what became of it. Answered with Received; a cast (from the queue) with
/// OutcomeNoted. The first word on a command stands.
struct CompleteCommand {
  CRISPER_BODY(CompleteCommand);
  CommandId command;
  CommandStatus status{};
  CRISPER_FIELDS(command, status)
};

/// Command store to queue (a cast): the outcome of this one is durable.
struct OutcomeNoted {
  CRISPER_BODY(OutcomeNoted);
  CommandId command;
  CRISPER_FIELDS(command)
};

/// Handler to command store: has anybody completed this one?
struct QueryOutcome {
  CRISPER_BODY(QueryOutcome);
  CommandId command;
  CRISPER_FIELDS(command)
};

/// Handler to queue: give me one command, or NoCommand after a while. Handlers of one group share what a partitioned
/// queue assigns to the group.
struct ReceiveCommand {
  CRISPER_BODY(ReceiveCommand);
  Duration wait{};
  std::uint32_t group = 0;
  CRISPER_FIELDS(wait, group)
};

/// Handler to queue (a cast: a lost one costs a session): it asks no more, and has nothing in its hands.
struct LeaveQueue {
  CRISPER_BODY(LeaveQueue);
  std::uint32_t group = 0;
  CRISPER_FIELDS(group)
};

struct NoCommand {
  CRISPER_BODY(NoCommand);
  CRISPER_FIELDS()
};

/// Queue to one handler. The receipt names this delivery: an older one no longer counts.
struct DispatchedCommand {
  CRISPER_BODY(DispatchedCommand);
  Payload command;  ///< a SubmitCommand
  std::int64_t receipt = 0;
  std::uint32_t delivery = 0;  ///< 1 for the first; a restart of the queue begins to count anew
  bool repeated = false;       ///< somebody may have been given it before
  FencingToken assignment{};   ///< partitioned queues: grows when its partition changes hands; else zero
  CRISPER_FIELDS(command, receipt, delivery, repeated, assignment)
};

/// Handler to queue (casts: a lost one costs a redelivery).
struct AcknowledgeCommand {
  CRISPER_BODY(AcknowledgeCommand);
  std::int64_t receipt = 0;
  CRISPER_FIELDS(receipt)
};

/// Give it to somebody, later.
struct ReturnCommand {
  CRISPER_BODY(ReturnCommand);
  std::int64_t receipt = 0;
  Duration delay{};
  CRISPER_FIELDS(receipt, delay)
};

}  // namespace crisper
