// LockTable: which lock is whose, and who waits for it. The logic of every lock service: what it decides is written to
// a journal that its service makes durable, and told when its service says so.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <span>
#include <unordered_map>
#include <vector>

#include "core/message/request_filter.hpp"
#include "core/ownership/lock/lock_messages.hpp"
#include "core/runtime/context.hpp"

namespace crisper {

struct LockTableOptions {
  /// A request that would close a circle of waiting is refused at once. The victim is thus the youngest wait of the
  /// circle; its owner gives back what it holds and tries again later.
  bool detects_deadlocks = false;
  ClockKind clock = ClockKind::monotonic;  ///< by which leases run out; patience always goes by the monotonic one
};

/// Locks are granted in the order of asking, each with a token that is higher than all before. A lease runs out on the
/// service's clock, whatever its holder does; a lock without one lasts as long as the session it belongs to.
class LockTable {
 public:
  using Write = std::function<void(Context&, Payload)>;
  struct Waiter {
    Envelope request;
    LockSessionId session;  ///< zero: the lock has a lease of its own
    Duration lease{};
    Moment since;
    SimTime until;
  };
  /// Not to be told before its record is durable.
  struct Grant {
    StreamId stream;
    Waiter waiter;
    FencingToken token;
  };

  LockTable(LockTableOptions options, Write write) : options_(options), write_(std::move(write)) {}

  /// As it came from a journal, in its order. Other records are none of the table's.
  void recover(const Payload& record);
  /// The next token is higher than this.
  void raise_tokens(FencingToken least) { last_token_ = std::max(last_token_, least); }

  void request(Context& context, const Envelope& envelope, const AcquireLock& acquire);
  void request(Context& context, const Envelope& envelope, const AcquireInSession& acquire);
  void release(Context& context, const ReleaseLock& release);
  /// Frees what the session holds with tokens up to this one.
  void release_through(Context& context, LockSessionId session, FencingToken token);
  /// Frees all that the session holds, and gives their number.
  std::int64_t drop(Context& context, LockSessionId session);
  /// Frees what has run out, refuses who has waited too long.
  void tick(Context& context);

  /// What was granted since it was last asked.
  std::vector<Grant> take_grants() { return std::exchange(grants_, {}); }
  static void tell(Context& context, const Grant& grant);

  /// Forgets limits that are over, and gives the first that is not, on the monotonic clock; sim_never where there is
  /// none.
  SimTime next_limit(const Context& context);
  std::size_t size() const { return locks_.size(); }
  /// Of these records of its journal, those that still matter.
  std::vector<Payload> still_matter(std::span<const Payload> records) const;

 private:
  struct Lock {
    ProcessId owner;  ///< zero only within a turn: a free lock is not kept
    LockSessionId session;
    FencingToken token;
    SimTime expires;
    std::vector<Waiter> waiters;  ///< few, in the order of asking
  };

  void request(Context& context, StreamId stream, Waiter waiter);
  /// Whether `asker` waiting for this lock would wait for itself. Costs a look-up for each lock on the way.
  bool closes_circle(ProcessId asker, const Lock& lock) const;
  void free(Context& context, StreamId stream, Lock& lock);
  void refuse(Context& context, StreamId stream, Lock& lock, std::size_t place);
  Waiter take_waiter(StreamId stream, Lock& lock, std::size_t place);
  /// Hands the lock to the first who still waits; forgets it where nobody does.
  void grant_next(Context& context, StreamId stream, Lock& lock);

  /// A lease that may run out, or (without a token) a waiter whose patience may.
  struct Limit {
    StreamId stream;
    FencingToken token;
  };
  using Limits = std::multimap<SimTime, Limit>;
  bool is_over(const Limit& limit) const;
  SimTime first_of(Limits& limits) const;

  LockTableOptions options_;
  Write write_;
  std::unordered_map<StreamId, Lock, StreamIdHash> locks_;    // lookup only
  std::map<LockSessionId, std::set<StreamId>> of_session_;    ///< what each session holds
  std::map<ProcessId, StreamId> waits_for_;                   ///< each process waits for one lock at a time
  Limits leases_;    ///< on options_.clock
  Limits patience_;  ///< on the monotonic clock
  std::vector<Grant> grants_;
  RequestFilter askers_;
  FencingToken last_token_;
};

}  // namespace crisper
