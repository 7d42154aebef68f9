// CommandQueue: hands each command to one handler at a time, until somebody acknowledges it.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <unordered_map>

#include "core/command/protocol.hpp"
#include "core/message/request_filter.hpp"
#include "core/runtime/alarm.hpp"
#include "core/runtime/context.hpp"

namespace crisper {

struct CommandQueueOptions {
  Duration visibility_timeout{};
  std::uint32_t dead_letter_after = 5;  ///< deliveries
  ProcessId command_store;              ///< told of dead letters
};

/// Answers Delivery of SubmitCommand (from relays) and ReceiveCommand (from handlers). A command in a handler's hands is
/// invisible until its visibility timeout runs out on the queue's clock; then it is given to another, and the first
/// handler's receipt no longer counts. After `dead_letter_after` deliveries it is set aside and its outcome is
/// "dead-lettered". Messages are durable; who holds what is not, so a restart makes all of them visible.
class CommandQueue final : public Process {
 public:
  explicit CommandQueue(CommandQueueOptions options) : options_(options) {}
  Task<> start(Context& context) override;
  Task<> receive(Context& context, const Envelope& envelope) override;

 private:
  struct Message {
    Payload command;
    std::uint32_t deliveries = 0;
    std::int64_t receipt = 0;  ///< of the delivery under way; zero while it is visible or delayed
  };
  struct Waiting {
    Envelope request;
    SimTime until;
  };
  struct InFlight {
    SimTime visible_again;
    std::int64_t receipt;
  };

  Task<> enqueue(Context& context, const Envelope& envelope, const std::vector<Payload>& items);
  void on_receive(Context& context, const Envelope& envelope, const ReceiveCommand& receive);
  void on_acknowledge(Context& context, std::int64_t receipt);
  void on_return(Context& context, std::int64_t receipt, Duration delay);
  void on_tick(Context& context);
  void dispatch(Context& context);
  void dead_letter(Context& context, CommandId id, Message& message);
  void arm(Context& context);
  std::int64_t in_flight_count() const { return static_cast<std::int64_t>(by_receipt_.size()); }

  CommandQueueOptions options_;
  std::unordered_map<CommandId, Message, StrongIdHash> messages_;   // lookup only
  std::unordered_map<std::int64_t, CommandId> by_receipt_;          // lookup only
  std::deque<CommandId> visible_;
  std::deque<InFlight> in_flight_;                 ///< in the order of their timeouts
  std::multimap<SimTime, CommandId> delayed_;      ///< returned, not yet visible
  std::deque<Waiting> waiting_;                    ///< handlers with nothing to do
  RequestFilter receivers_;
  std::int64_t last_receipt_ = 0;
  Alarm alarm_;
};

}  // namespace crisper
