// LockService: grants one lock per stream, for the length of a lease, with a fencing token that grows with every grant.
#pragma once

#include <map>
#include <unordered_map>
#include <vector>

#include "core/message/body.hpp"
#include "core/message/request_filter.hpp"
#include "core/runtime/alarm.hpp"
#include "core/runtime/context.hpp"

namespace crisper {

/// A request, answered by LockGranted, or by LockNotGranted when `wait` is over.
struct AcquireLock {
  CRISPER_BODY(AcquireLock);
  StreamId stream;
  Duration lease{};
  Duration wait{};
  static constexpr auto fields = std::tuple{field("stream", &AcquireLock::stream), field("lease", &AcquireLock::lease),
                                            field("wait", &AcquireLock::wait)};
};

struct LockGranted {
  CRISPER_BODY(LockGranted);
  FencingToken token;
  static constexpr auto fields = std::tuple{field("token", &LockGranted::token)};
};

struct LockNotGranted {
  CRISPER_BODY(LockNotGranted);
  static constexpr auto fields = std::tuple{};
};

/// A cast: a lost one costs the rest of the lease.
struct ReleaseLock {
  CRISPER_BODY(ReleaseLock);
  StreamId stream;
  FencingToken token;
  static constexpr auto fields = std::tuple{field("stream", &ReleaseLock::stream), field("token", &ReleaseLock::token)};
};

struct LockServiceOptions {
  /// A request that would close a circle of waiting is refused at once. The victim is thus the youngest wait of the
  /// circle; its owner gives back what it holds and tries again later.
  bool detects_deadlocks = false;
};

/// Locks are granted in the order of asking. A lease runs out on this service's clock, whatever its holder does. Grants
/// are durable before they are answered, so a restart neither forgets a holder nor repeats a token.
class LockService final : public Process {
 public:
  explicit LockService(LockServiceOptions options = LockServiceOptions()) : options_(options) {}
  Task<> start(Context& context) override;
  Task<> receive(Context& context, const Envelope& envelope) override;

 private:
  struct Waiter {
    Envelope request;
    Duration lease{};
    SimTime since;
    SimTime until;
  };
  struct Lock {
    ProcessId owner;  ///< zero only within a turn: a free lock is not kept
    FencingToken token;
    SimTime expires;
    std::vector<Waiter> waiters;  ///< few, in the order of asking
  };
  /// Grants made in this turn: answered once they are on disk.
  struct Grant {
    StreamId stream;
    Waiter waiter;
    FencingToken token;
  };

  void request(Context& context, const Envelope& envelope, const AcquireLock& acquire);
  void release(Context& context, const ReleaseLock& release);
  /// Whether `asker` waiting for this lock would wait for itself. Costs a look-up for each lock on the way.
  bool closes_circle(ProcessId asker, const Lock& lock) const;
  void tick(Context& context);
  void free(Context& context, StreamId stream, Lock& lock);
  void refuse(Context& context, StreamId stream, Lock& lock, std::size_t place);
  Waiter take_waiter(StreamId stream, Lock& lock, std::size_t place);
  /// Hands the lock to the first who still waits; forgets it where nobody does.
  void grant_next(Context& context, StreamId stream, Lock& lock);
  Task<> publish_grants(Context& context);
  /// Rewrites the journal once most of it is about locks that are free.
  void compact(Context& context);
  void arm(Context& context);

  /// A lease that may run out, or (without a token) a waiter whose patience may.
  struct Limit {
    StreamId stream;
    FencingToken token;
  };
  bool is_over(const Limit& limit) const;

  LockServiceOptions options_;
  std::unordered_map<StreamId, Lock, StreamIdHash> locks_;  // lookup only
  std::map<ProcessId, StreamId> waits_for_;                 ///< each process waits for one lock at a time
  std::multimap<SimTime, Limit> limits_;
  std::vector<Grant> grants_;
  RequestFilter askers_;
  FencingToken last_token_;
  Alarm alarm_;
};

}  // namespace crisper
