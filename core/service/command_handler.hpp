// CommandHandler: takes commands from the queue, one at a time, and carries each through: own the state, load it,
// decide, append, tell the outcome, acknowledge.
#pragma once

#include <functional>
#include <memory>
#include <optional>

#include "core/command/protocol.hpp"
#include "core/ownership/ownership.hpp"
#include "core/runtime/context.hpp"
#include "core/service/dispatcher.hpp"
#include "core/service/state_cache.hpp"

namespace crisper {

using OwnershipFactory = std::function<std::unique_ptr<Ownership>()>;

struct CommandHandlerOptions {
  ProcessId queue;
  ProcessId command_store;
  ProcessId event_store;
  std::shared_ptr<const Dispatcher> dispatcher;
  OwnershipFactory ownership;
  bool expect_version = true;                              ///< appends name the version they were decided on
  std::uint32_t decide_again_limit = 3;                    ///< how often a moved stream makes it decide anew
  Duration call_timeout = std::chrono::seconds(1);         ///< of calls to the stores
  Duration queue_wait = std::chrono::milliseconds(500);    ///< of one request for a command
  Duration return_delay = std::chrono::milliseconds(100);  ///< before a command given back is visible again
  std::size_t cached_states = 10'000;
};

/// Loops in its first turn. Keeps nothing over a crash: the queue gives its command to somebody else.
class CommandHandler final : public Process {
 public:
  explicit CommandHandler(CommandHandlerOptions options);
  Task<> start(Context& context) override;

 private:
  /// What became of one command.
  enum class Outcome : std::uint8_t { handled, rejected, try_again };

  Task<> carry_through(Context& context, DispatchedCommand dispatched);
  /// Whether somebody has completed it already: asked when the queue may have delivered it before. Empty where the
  /// command store doesn't say.
  Task<std::optional<bool>> is_completed(Context& context, CommandId command);
  void acknowledge(Context& context, const DispatchedCommand& dispatched);
  void give_back(Context& context, const DispatchedCommand& dispatched);
  Task<Outcome> own_and_handle(Context& context, const SubmitCommand& command);
  Task<Outcome> handle(Context& context, const SubmitCommand& command, const Owned& owned);
  Task<Outcome> append(Context& context, const SubmitCommand& command, const Owned& owned, StreamVersion version,
                       std::vector<Payload> events);
  Task<bool> complete(Context& context, CommandId command, CommandStatus status);

  CommandHandlerOptions options_;
  std::unique_ptr<Ownership> ownership_;
  StateCache states_;
  bool stream_moved_ = false;  ///< the last append was refused because the stream had moved on
};

}  // namespace crisper
