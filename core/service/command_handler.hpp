// CommandHandler: takes commands from the queue, one at a time, and sees each through, or has a process of its own made
// for each.
#pragma once

#include "core/runtime/duty.hpp"
#include "core/service/command_work.hpp"

namespace crisper {

struct CommandHandlerOptions {
  CommandWorkOptions work;
  ServiceFactory service;
  bool process_per_command = false;                      ///< unbounded: it never waits for what it has begun
  std::vector<ProcessId> hands_over_to{};                ///< a cast to these in turn: it doesn't wait either; or none
  Duration visibility_timeout{};                         ///< of the queue: told to those
  std::uint32_t group = 0;                               ///< told to a partitioned queue
  Duration queue_wait = std::chrono::milliseconds(500);  ///< of one request for a command
  std::vector<Duty> duties{{.from = sim_start}};         ///< when it takes commands, by its own clock
};

/// Loops in its first turn, so it must be reentrant where its service gets messages. Keeps nothing over a crash: the
/// queue gives its command to somebody else. Off duty it idles, and still answers who wants something back from it.
class CommandHandler final : public Process {
 public:
  explicit CommandHandler(CommandHandlerOptions options);
  Task<> start(Context& context) override;
  Task<> receive(Context& context, const Envelope& envelope) override;
  void inspect(Audit& audit) const override;

 private:
  /// Takes commands until then, and finishes the last.
  Task<> serve(Context& context, SimTime until);
  void begin_process(Context& context, Payload dispatched);
  /// `taken`: when it was given it.
  void hand_over(Context& context, Payload dispatched, SimTime taken);

  CommandHandlerOptions options_;
  std::unique_ptr<Service> service_;
  std::uint64_t begun_ = 0;
  std::size_t handed_over_ = 0;
};

}  // namespace crisper
