// ActorLease: the actor's side of its right to a stream; and the Ownership that follows from it.
#pragma once

#include "core/runtime/retry.hpp"
#include "core/service/ownership.hpp"

namespace crisper {

struct ActorLeaseOptions {
  ProcessId registry;
  StreamId stream;
  FencingToken activation;
  Duration lease{};
  ClockKind clock = ClockKind::monotonic;
  Duration call_timeout{};
};

class ActorLease {
 public:
  explicit ActorLease(ActorLeaseOptions options) : options_(options) {}
  /// Asks the registry for a lease more, counted from before the request leaves. False where it says no, or nothing:
  /// then the next try may follow at once.
  Task<bool> renew(Context& context);
  /// Renews it where less than half of it is left; false where none is left then.
  Task<bool> ensure(Context& context);
  bool holds(const Context& context) const { return !lost_ && context.time(options_.clock) < until_; }
  /// The registry knows nothing of this activation any more: it never will again.
  bool is_lost() const { return lost_; }
  const ActorLeaseOptions& options() const { return options_; }

 private:
  ActorLeaseOptions options_;
  Retry retry_;
  SimTime until_;
  bool lost_ = false;
};

/// Of an actor's service: the stream is its own as long as its lease lasts. The store is shown a number that grows
/// with each activation, and within one whenever an append may still be under way behind the actor's back.
class ActorOwnership final : public Ownership {
 public:
  /// The lease must outlive it.
  ActorOwnership(ActorLease& lease, bool fencing) : lease_(lease), fencing_(fencing) {}
  Task<Result<Owned, OwnershipError>> enter(Context& context, const DispatchedCommand& command) override;
  void append_in_doubt(const Payload&) override { ++doubts_; }
  void leave(Context&, const SubmitCommand&, const Owned&, std::span<const Payload>) override {}
  bool still_holds(const Context& context, const Owned&) const override { return lease_.holds(context); }

 private:
  ActorLease& lease_;
  bool fencing_;
  std::int64_t doubts_ = 0;
};

}  // namespace crisper
