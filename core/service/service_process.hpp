// ServiceProcess: a service that lives in a process of its own and is called.
#pragma once

#include "core/message/body.hpp"
#include "core/message/request_filter.hpp"
#include "core/service/application_service.hpp"

namespace crisper {

/// Handler to service: carry this out. Answered with CommandExecuted.
struct ExecuteCommand {
  CRISPER_BODY(ExecuteCommand);
  Payload dispatched;  ///< a DispatchedCommand
  /// On the caller's clock; nobody waits for an answer after that. What is begun later only keeps those waiting who
  /// still do: under load a service would soon work for nobody else, and its mailbox would grow for ever.
  SimTime until{};
  static constexpr auto fields =
      std::tuple{field("dispatched", &ExecuteCommand::dispatched), field("until", &ExecuteCommand::until)};
};

struct CommandExecuted {
  CRISPER_BODY(CommandExecuted);
  Outcome outcome{};
  static constexpr auto fields = std::tuple{field("outcome", &CommandExecuted::outcome)};
};

/// Carries out one command at a time, in the order of their coming, and none whose caller has given up. Where its
/// options name no ownership it owns its states by being the only one, and fences with its own generation, which it
/// counts on its disk.
class ServiceProcess final : public Process {
 public:
  explicit ServiceProcess(ApplicationServiceOptions options) : options_(std::move(options)) {}
  Task<> start(Context& context) override;
  Task<> receive(Context& context, const Envelope& envelope) override;

 private:
  ApplicationServiceOptions options_;
  std::unique_ptr<Service> service_;
  RequestFilter callers_;
};

/// A handler's view of such processes: each command goes to one of them, in turn.
class RemoteService final : public Service {
 public:
  RemoteService(std::vector<ProcessId> processes, Duration timeout)
      : processes_(std::move(processes)), timeout_(timeout) {}
  Task<Outcome> carry_out(Context& context, Payload dispatched) override;

 private:
  std::vector<ProcessId> processes_;
  Duration timeout_;
  std::size_t next_ = 0;
};

/// How long such a process may wait for the event store: what it calls must fit into the call that it serves, or it
/// works for callers who have given up.
constexpr Duration store_timeout(Duration of_its_caller) { return of_its_caller / 4; }

/// Has `process` carry it out.
Task<Result<Outcome, CallError>> execute_at(Context& context, ProcessId process, Payload dispatched, Duration timeout);

}  // namespace crisper
