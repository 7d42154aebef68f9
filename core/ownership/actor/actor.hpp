// Actor: one process for one stream, with the state in its memory; and the handler's way to it.
#pragma once

#include <optional>
#include <vector>

#include "core/message/request_filter.hpp"
#include "core/ownership/actor/actor_lease.hpp"
#include "core/service/application_service.hpp"

namespace crisper {

struct ActorOptions {
  ProcessId registry;
  ApplicationServiceOptions service;  ///< without an ownership: the actor has its own
  bool fencing = true;
  Duration lease{};
  ClockKind clock = ClockKind::monotonic;  ///< by which it counts its lease
  Duration idle{};
  Duration call_timeout{};  ///< of calls to the registry
  ClockKind deadline_clock = ClockKind::monotonic;  ///< by which it is told until when its caller waits
  Duration linger{};        ///< after it has left it tells those who come late, for so long
  TurnPolicy turns = TurnPolicy::sequential;
};

/// Answers ExecuteCommand (with CommandExecuted or ActorGone) and ProbeActor. It begins when the registry says so, and
/// leaves when the registry has heard that nobody has asked for it for a while, or says that it is none of its own any
/// more. From the moment that it wants to leave it carries nothing out. An activation lives once: a process that comes
/// back after a crash ends at once, for all its memory is gone and the registry has perhaps replaced it.
class Actor final : public Process {
 public:
  Actor(ActorOptions options, StreamId stream, FencingToken activation);
  Task<> start(Context& context) override;
  Task<> receive(Context& context, const Envelope& envelope) override;

 private:
  enum class Phase : std::uint8_t { beginning, serving, leaving, gone };

  /// A command, and until when its caller waits, on the monotonic clock.
  struct Asked {
    Envelope request;
    SimTime until;
  };

  Task<> execute(Context& context, Asked asked);
  Task<> leave_if_idle(Context& context);
  void be_gone(Context& context, ActorEnd why);

  ActorOptions options_;
  ActorLease lease_;
  ApplicationService service_;
  Phase phase_ = Phase::beginning;
  std::vector<Asked> held_;  ///< commands that came before it serves, or while it leaves
  std::uint32_t under_way_ = 0;
  SimTime last_used_;
  RequestFilter callers_;
};

/// A handler's way: it asks the registry, starts the actor where it is told to, and has it carry the command out.
class ActorService final : public Service {
 public:
  ActorService(ActorOptions options, Duration timeout) : options_(std::move(options)), timeout_(timeout) {}
  Task<Outcome> carry_out(Context& context, Payload dispatched) override;

 private:
  struct Place {
    ProcessId process;
    FencingToken activation;
  };
  /// Nothing where the registry doesn't say.
  Task<std::optional<Place>> find(Context& context, StreamId stream, FencingToken unreachable, SimTime until);
  ProcessId start(Context& context, StreamId stream, FencingToken activation) const;

  ActorOptions options_;
  Duration timeout_;  ///< of one call to an actor
};

}  // namespace crisper
