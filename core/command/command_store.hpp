// CommandStore: where commands become durable, with the outbox that carries them to the queue, and where their
// outcomes are kept for those who ask.
#pragma once

#include <unordered_map>
#include <vector>

#include "core/command/outbox.hpp"
#include "core/command/protocol.hpp"
#include "core/message/waiting_requests.hpp"
#include "core/runtime/context.hpp"

namespace crisper {

/// Answers SubmitCommand (from clients), Delivery of SubmitCommand (from the relays of process managers), FetchOutbox,
/// CompleteCommand and QueryOutcome. A command is acknowledged only when it and its outbox entry are on disk, in one
/// record. A command id that is known already is not stored twice.
class CommandStore final : public Process {
 public:
  explicit CommandStore(ProcessId queue) : queue_(queue) {}
  Task<> start(Context& context) override;
  Task<> receive(Context& context, const Envelope& envelope) override;
  void inspect(Audit& audit) const override;

 private:
  struct Known {
    CommandStatus status = CommandStatus::accepted;
    WaitingRequests waiting{};  ///< clients to be told the outcome; volatile: they ask again
  };

  Task<> on_submit(Context& context, const Envelope& envelope, const SubmitCommand& submit);
  Task<> on_delivery(Context& context, const Envelope& envelope, const std::vector<Payload>& items);
  Task<> on_complete(Context& context, const Envelope& envelope, const CompleteCommand& complete);
  /// Notes it, with its outbox entry, unless it is known; true where it is new. The caller makes it durable.
  bool take_in(const Payload& command, const SubmitCommand& submit);
  void restore(const Payload& record);

  ProcessId queue_;
  Outbox outbox_;
  std::unordered_map<CommandId, Known, StrongIdHash> commands_;  // lookup only
};

}  // namespace crisper
