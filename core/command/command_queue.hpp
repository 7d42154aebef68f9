// CommandQueue: hands each command to one handler at a time, until somebody acknowledges it.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <unordered_map>
#include <vector>

#include "core/command/command_dead_letters.hpp"
#include "core/command/command_queue_design.hpp"
#include "core/command/duplicate_window.hpp"
#include "core/command/protocol.hpp"
#include "core/command/queue_routing.hpp"
#include "core/command/visible_commands.hpp"
#include "core/message/delivery.hpp"
#include "core/message/request_filter.hpp"
#include "core/runtime/alarm.hpp"
#include "core/runtime/context.hpp"

namespace crisper {

struct CommandQueueOptions {
  CommandQueueDesign design{};
  ProcessId command_store;  ///< told of dead letters
  QueueRouting routing{};
};

/// Answers Delivery of SubmitCommand (from relays) and ReceiveCommand (from handlers). A command in a handler's hands
/// is invisible until its visibility timeout runs out on the queue's clock; then it is given to another, and the first
/// handler's receipt no longer counts. After `dead_letter_after` deliveries it is set aside and its outcome is
/// "dead-lettered": durable here first, then told to the command store until that notes it. Messages are durable; who
/// holds what and how often it was delivered are not, so a restart makes all of them visible (after `delay`, if there
/// is one). How often a command is queued that is handed over twice is up to the design's duplicate detection; which
/// handler may be given which command is up to VisibleCommands.
class CommandQueue final : public Process {
 public:
  explicit CommandQueue(CommandQueueOptions options);
  Task<> start(Context& context) override;
  Task<> receive(Context& context, const Envelope& envelope) override;
  void inspect(Audit& audit) const override;

 private:
  struct Message {
    Payload command;
    std::uint32_t deliveries = 0;
    std::int64_t receipt = 0;  ///< of the delivery under way; zero while it is visible or delayed
    bool recovered = false;    ///< from before a restart: whether it was ever delivered is not known
  };
  struct Waiting {
    Envelope request;
    SimTime until;
    std::uint32_t group = 0;
  };
  struct InFlight {
    SimTime visible_again;
    std::int64_t receipt;
  };

  void recover(Context& context, const Payload& record, std::vector<CommandId>& order);
  QueuedCommand queued(CommandId id) const;
  /// It is visible now, after the design's delay, or never, where its stream is closed.
  void admit(Context& context, CommandId id);
  /// Whether it has come before; remembers that it has come now.
  bool is_duplicate(Context& context, const SubmitCommand& command);
  Task<> enqueue(Context& context, const Envelope& envelope, const Delivery& delivery);
  void on_receive(Context& context, const Envelope& envelope, const ReceiveCommand& receive);
  void on_leave(Context& context, ProcessId handler, std::uint32_t group);
  void on_acknowledge(Context& context, std::int64_t receipt);
  void on_return(Context& context, std::int64_t receipt, Duration delay);
  void on_tick(Context& context);
  /// Gives the waiting handlers what they may have.
  void dispatch(Context& context);
  void hand_over(Context& context, const Envelope& handler, const GivenCommand& given);
  /// The delivery with this receipt, if it is still under way, no longer counts.
  void expire(Context& context, std::int64_t receipt);
  /// Makes it visible after `delay`, unless it has been delivered too often.
  void come_back(Context& context, QueuedCommand command, Duration delay);
  /// Sets aside what came back too often.
  Task<> set_aside(Context& context);
  /// Rewrites the journal once most of it is about commands that are gone.
  void compact(Context& context);
  void arm(Context& context);
  std::int64_t in_flight_count() const { return static_cast<std::int64_t>(by_receipt_.size()); }

  CommandQueueOptions options_;
  std::unordered_map<CommandId, Message, StrongIdHash> messages_;  // lookup only
  std::unordered_map<std::int64_t, QueuedCommand> by_receipt_;     // lookup only
  std::unique_ptr<VisibleCommands> visible_;
  std::deque<InFlight> in_flight_;  ///< in the order of their timeouts
  struct Delayed {
    QueuedCommand command;
    bool returned = false;  ///< by a handler; else it has just come
  };
  std::multimap<SimTime, Delayed> delayed_;  ///< not visible yet
  std::deque<Waiting> waiting_;              ///< handlers with nothing to do
  CommandDeadLetters dead_letters_;
  std::map<ProcessId, std::int64_t> received_;  ///< relay -> how much of its outbox is here
  std::optional<DuplicateWindow> window_;       ///< where repetitions are known by it
  RequestFilter receivers_;
  std::int64_t last_receipt_ = 0;
  Alarm alarm_;
};

}  // namespace crisper
