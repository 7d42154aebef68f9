// ReliableInbox: takes commands and carries them out, with its inbox in the store that holds its states: taking a
// command out and storing its events are one append. (Service Fabric's reliable queue and reliable dictionary in one
// transaction.)
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "core/command/protocol.hpp"
#include "core/message/delivery.hpp"
#include "core/runtime/context.hpp"
#include "core/runtime/kind_costs.hpp"
#include "core/service/dispatcher.hpp"
#include "core/service/effect_targets.hpp"
#include "core/service/state_cache.hpp"
#include "core/store/store_protocol.hpp"

namespace crisper {

/// The streams of inboxes; no domain has this category.
inline constexpr StreamCategory inbox_category{255};

/// Inbox event: this command has been taken out, and that is what became of it.
struct CommandTaken {
  CRISPER_BODY(CommandTaken);
  CommandId command;
  CommandStatus status{};
  CRISPER_FIELDS(command, status)
};

struct ReliableInboxOptions {
  ProcessId event_store;
  ProcessId append_to;  ///< takes appends: the store, or who stands in its place
  ProcessId command_store;
  std::shared_ptr<const Dispatcher> dispatcher;
  std::shared_ptr<const EffectTargets> effects{};  ///< services without a state; null: there are none
  Duration call_timeout = std::chrono::seconds(1);
  Duration pause = std::chrono::milliseconds(10);  ///< before a call that failed is tried again
  StepCosts costs{};
};

/// Answers Delivery of SubmitCommand (from relays), and carries the commands out one at a time, in the order of their
/// coming. All it knows is in its inbox's stream; an append names the version of that stream, so that of two
/// incarnations, or of an append and its repetition, one loses. It never asks whether a command was carried out before:
/// a command that is still in the inbox was not. Outcomes are told before the next command is begun, and the latest is
/// told again after a restart.
class ReliableInbox final : public Process {
 public:
  explicit ReliableInbox(ReliableInboxOptions options) : options_(std::move(options)), states_(states_cached) {}
  Task<> start(Context& context) override;
  Task<> receive(Context& context, const Envelope& envelope) override;
  void inspect(Audit& audit) const override;

 private:
  static constexpr std::size_t states_cached = 10'000;
  static constexpr StreamId inbox = StreamId::of(inbox_category, 1);

  struct Decided {
    std::vector<StreamAppend> parts;  ///< none where it was rejected, or has no events
    CommandStatus status = CommandStatus::handled;
    std::size_t events = 0;
  };

  Task<> take_in(Context& context, const Envelope& envelope, const Delivery& delivery);
  /// Carries out the oldest command of the inbox.
  Task<> carry_out_next(Context& context);
  Task<std::optional<Decided>> decide(Context& context, const SubmitCommand& command);
  /// The same of a command for a service without a state. Who crashes before it is taken out gives it to the service
  /// again, as it would be given it by any queue.
  Task<std::optional<Decided>> have_it_done(Context& context, Payload command);
  Task<bool> load(Context& context, StreamId stream, const AnyDecider& decider);
  /// False where it isn't known to be stored: then nothing in memory is to be trusted, and the inbox is read again.
  Task<bool> append(Context& context, AppendEvents request);
  /// Brings what it knows of its inbox up to what is stored, however often the store doesn't answer.
  Task<> read_inbox(Context& context);
  void apply(const Payload& inbox_event);
  /// Tells the outcome of the latest command until that is noted.
  Task<> tell(Context& context);
  void go_on(Context& context) const;

  ReliableInboxOptions options_;
  StateCache states_;
  StreamVersion version_;                       ///< of the inbox
  std::deque<Payload> waiting_;                 ///< SubmitCommands in the inbox
  std::map<ProcessId, std::int64_t> received_;  ///< relay -> how much of its outbox is here
  std::optional<CommandTaken> latest_;          ///< its outcome may not have been told yet
};

}  // namespace crisper
