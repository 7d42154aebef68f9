// ServiceProcess: a service that lives in a process of its own and is called.
#pragma once

#include "core/message/body.hpp"
#include "core/message/request_filter.hpp"
#include "core/service/application_service.hpp"
#include "core/service/command_work.hpp"

namespace crisper {

/// Handler to service: carry this out. Answered with CommandExecuted.
struct ExecuteCommand {
  CRISPER_BODY(ExecuteCommand);
  Payload dispatched;  ///< a DispatchedCommand
  /// Nobody waits for an answer longer than this. What is begun later only keeps those waiting who still do: under load
  /// a service would soon work for nobody else, and its mailbox would grow for ever.
  Duration patience{};
  /// The same as a time stamp of the caller's wall clock, to be compared with the receiver's own; sim_never where
  /// `patience` is counted from the coming of the message instead.
  SimTime until = sim_never;
  CRISPER_FIELDS(dispatched, patience, until)
};

/// Handler to service, a cast: this command is the service's now, which tells the outcome itself. Where it is lost, the
/// mailbox that it waits in included, the queue gives the command to somebody again.
struct HandOverCommand {
  CRISPER_BODY(HandOverCommand);
  Payload dispatched;  ///< a DispatchedCommand
  ProcessId queue;     ///< that it came from
  /// From its coming on: then the queue gives it to somebody else. What is begun later must not be decided: it may have
  /// been rejected meanwhile, and the state may be another.
  Duration visible_again{};
  CRISPER_FIELDS(dispatched, queue, visible_again)
};

/// By whose clock its caller's patience ends is the design's choice.
ExecuteCommand execute_within(const Context& context, Payload dispatched, Duration patience, ClockKind clock);
/// Until when its caller waits, as the process that has just got it can know, on its monotonic clock.
SimTime awaited_until(const Context& context, const ExecuteCommand& execute);

/// How long a call to such a process may take, and by which clock the process is told so.
struct CallPatience {
  Duration timeout{};
  ClockKind clock = ClockKind::monotonic;
};

struct CommandExecuted {
  CRISPER_BODY(CommandExecuted);
  Outcome outcome{};
  CRISPER_FIELDS(outcome)
};

/// To a service (a cast; where it is lost, the process stays): nobody will ask it again. It ends when it has done what
/// it was asked before, and holds nothing from then on.
struct ServiceDismissed {
  CRISPER_BODY(ServiceDismissed);
  CRISPER_FIELDS()
};

/// Carries out one command at a time, in the order of their coming, and none whose caller has given up. What is handed
/// over to it, it sees through, unless that comes too late: then it gives it back. Where its options name no ownership
/// it owns its states by being the only one, and fences with its own generation, which it counts on its disk.
class ServiceProcess final : public Process {
 public:
  /// `callers`: what its callers may have under way. `work`: what is done with a command that is handed over; its queue
  /// comes with the command.
  explicit ServiceProcess(ApplicationServiceOptions options, RequestFilter callers = RequestFilter(),
                          CommandWorkOptions work = {})
      : options_(std::move(options)), work_(std::move(work)), callers_(std::move(callers)) {}
  Task<> start(Context& context) override;
  Task<> receive(Context& context, const Envelope& envelope) override;
  void inspect(Audit& audit) const override;

 private:
  ApplicationServiceOptions options_;
  CommandWorkOptions work_;
  std::unique_ptr<Service> service_;
  RequestFilter callers_;
};

/// A handler's view of such processes: each command goes to one of them, in turn.
class RemoteService final : public Service {
 public:
  RemoteService(std::vector<ProcessId> processes, CallPatience patience)
      : processes_(std::move(processes)), patience_(patience) {}
  Task<Outcome> carry_out(Context& context, Payload dispatched) override;

 private:
  std::vector<ProcessId> processes_;
  CallPatience patience_;
  std::size_t next_ = 0;
};

/// How long such a process may wait for the event store: what it calls must fit into the call that it serves, or it
/// works for callers who have given up.
constexpr Duration store_timeout(Duration of_its_caller) { return of_its_caller / 4; }

/// Has `process` carry it out.
Task<Result<Outcome, CallError>> execute_at(Context& context, ProcessId process, Payload dispatched,
                                            CallPatience patience);

}  // namespace crisper
