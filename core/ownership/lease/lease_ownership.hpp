// LeaseOwnership: locks that last as long as the holder's session with a lock service, which it keeps alive by
// heartbeats and counts on its own clock.
#pragma once

#include <memory>
#include <vector>

#include "core/ownership/lock/lock_messages.hpp"
#include "core/ownership/lock/lock_ownership.hpp"

namespace crisper {

struct LeaseOwnershipOptions {
  LockOwnershipOptions locks;  ///< `lease` is the session's time to live
  std::shared_ptr<const std::vector<ProcessId>> replicas;  ///< of the lock service
  bool watches_session = true;  ///< false: it takes its locks for its own until it has given them back
};

/// For services that carry out one command at a time. Where their turns are sequential, heartbeats wait for the end of
/// a command; a session that is near its end is renewed before a command is begun.
class LeaseOwnership final : public LockOwnership {
 public:
  explicit LeaseOwnership(LeaseOwnershipOptions options);
  Task<Result<Owned, OwnershipError>> enter(Context& context, const DispatchedCommand& command) override;
  bool still_holds(const Context& context, const Owned& owned) const override;
  /// The heartbeat is due.
  Task<> receive(Context& context, const Envelope& envelope) override;

 private:
  struct Session {
    LockSessionId id;
    SimTime until;  ///< counted from before the request that opened or renewed it left
  };

  Task<Result<FencingToken, OwnershipError>> take(Context& context, StreamId key) override;
  void give_back(Context& context, StreamId key, FencingToken token) override;
  /// Has a session with some time left, or none can be had.
  Task<bool> ensure_session(Context& context);
  Task<bool> renew(Context& context);
  Task<bool> open(Context& context);
  /// Asks the replica that leads, as far as is known, and those that are told of instead, for so long.
  Task<Result<Payload, CallError>> ask(Context& context, Payload request, Duration patience);
  Duration beat() const { return options().lease / 3; }
  ProcessId leader() const { return (*replicas_)[leading_ % replicas_->size()]; }

  std::shared_ptr<const std::vector<ProcessId>> replicas_;
  bool watches_session_;
  std::size_t leading_ = 0;
  Session session_;
  FencingToken given_back_;   ///< all of this session's tokens up to here are
  LockSessionId of_command_;  ///< in which the command under way has its locks
};

}  // namespace crisper
