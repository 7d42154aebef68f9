// OwnershipDesign: what a design may choose about who may change a state.
#pragma once

#include <cstdint>

#include "core/base/clock_kind.hpp"
#include "core/base/enum_words.hpp"
#include "core/base/sim_time.hpp"
#include "core/ownership/strategy_list.hpp"
#include "core/runtime/process.hpp"

namespace crisper {

/// What keeps commands that need several locks from waiting for each other in a circle.
CRISPER_ENUM(DeadlockPolicy,
             (none, "nothing: they wait until a lease runs out"),
             (timeout, "a wait that is too long is given up"),
             (ordered, "locks are taken in one order"),
             (detect_and_abort, "the lock service refuses the request that closes a circle"))

/// What a handler does that did not get a lock in time.
CRISPER_ENUM(WaitTimeout,
             (give_up, "the command goes back to the queue"),
             (go_on, "the handler works on the state without the lock"))

/// How a replicated lock service tells its followers.
CRISPER_ENUM(Replication,
             (synchronous, "most replicas have it on disk before anybody is answered"),
             (asynchronous, "the followers hear of it later: what they have not heard, a failover forgets"))

/// What a service does whose decision was overtaken: its stream has moved on.
CRISPER_ENUM(OnConflict,
             (decide_again, "it decides again, on what there is now"),
             (merge, "it looks at what came between, and decides again only what the business doesn't say merges"))

/// What a registry of actors does about one that can't be reached.
CRISPER_ENUM(UnreachableActor,
             (wait, "another is activated when its lease is over"),
             (replace, "another is activated at once"))

/// What a crash leaves of a handler's quota.
CRISPER_ENUM(QuotaMemory,
             (durable, "it is read back from the handler's disk"),
             (volatile_, "gone with a crash: stock is stranded"))

/// What a service decides on.
CRISPER_ENUM(StateSource,
             (store, "what is stored"),
             (own_events, "what of it has come back to it through publication, as to any consumer"))

/// How long a service keeps what it has of a state.
CRISPER_ENUM(HoldUntil,
             (appended, "until its events are stored"),
             (published_back, "until they have come back to the service through publication"))

struct OwnershipDesign {
  OwnershipStrategy strategy = OwnershipStrategy::row_lock;
  Duration lease = std::chrono::seconds(2);         ///< a lock not given back by then is free again
  ClockKind holder_clock = ClockKind::monotonic;    ///< by which a holder counts what is left of its lease
  ClockKind taker_clock = ClockKind::monotonic;     ///< by which leases run out where they are given
  bool fencing = true;                              ///< the store refuses a token lower than it has seen
  Duration wait = std::chrono::seconds(1);          ///< how long a handler waits for a lock
  DeadlockPolicy deadlock = DeadlockPolicy::ordered;
  WaitTimeout on_wait_timeout = WaitTimeout::give_up;
  std::uint32_t retries = 5;                        ///< optimistic: how often a loser decides again at once
  Duration backoff = std::chrono::milliseconds(2);  ///< before the first of these; doubles, with full jitter
  OnConflict on_conflict = OnConflict::decide_again;  ///< optimistic
  std::uint32_t partitions = 16;                    ///< partitioned queues: streams are hashed to so many
  std::uint32_t group_size = 2;                     ///< partition_and_lock: handlers that share partitions
  std::uint32_t replicas = 1;                       ///< lease: processes of the lock service
  Replication replication = Replication::synchronous;
  Duration failover = std::chrono::milliseconds(500);  ///< lease: a leader not heard of for so long is replaced
  bool session_watch = true;                        ///< lease: a holder stops when its session is over by its own clock
  Duration idle = std::chrono::seconds(5);          ///< actor_per_stream: an actor nobody asks for leaves after so long
  UnreachableActor unreachable = UnreachableActor::wait;
  TurnPolicy turns = TurnPolicy::sequential;        ///< actor_per_stream
  QuotaMemory quota = QuotaMemory::durable;         ///< escrow
  std::uint32_t quota_size = 8;                     ///< escrow: what a handler asks for at a time, if there is so much
  StateSource state_from = StateSource::store;
  HoldUntil hold_until = HoldUntil::appended;
  Duration published_within = std::chrono::milliseconds(500);  ///< published_back: waits no longer for its own events
  friend bool operator==(const OwnershipDesign&, const OwnershipDesign&) = default;
};

}  // namespace crisper
