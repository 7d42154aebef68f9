// OwnershipDesign: what a design may choose about who may change a state.
#pragma once

#include <cstdint>

#include "core/base/clock_kind.hpp"
#include "core/base/sim_time.hpp"
#include "core/ownership/strategy_list.hpp"
#include "core/runtime/process.hpp"

namespace crisper {

/// What keeps commands that need several locks from waiting for each other in a circle.
enum class DeadlockPolicy : std::uint8_t {
  none,              ///< nothing: they wait until a lease runs out
  timeout,           ///< a wait that is too long is given up, and everything is given back
  ordered,           ///< locks are taken in one order
  detect_and_abort,  ///< the lock service looks for a circle and refuses the request that closes it
};

/// What a handler does that did not get a lock in time.
enum class WaitTimeout : std::uint8_t {
  give_up,  ///< the command goes back to the queue
  go_on,    ///< it works on the state all the same, unlocked
};

/// How a replicated lock service tells its followers.
enum class Replication : std::uint8_t {
  synchronous,   ///< most replicas have it on disk before anybody is answered
  asynchronous,  ///< answered at once; the followers hear of it a little later, if the leader lives so long
};

/// What a registry of actors does about one that can't be reached.
enum class UnreachableActor : std::uint8_t {
  wait,     ///< until its lease has run out: by then it has stopped by its own clock
  replace,  ///< takes it for gone at once, and lets another be activated
};

/// What a crash leaves of a handler's quota.
enum class QuotaMemory : std::uint8_t {
  durable,   ///< all: it is read back from the handler's disk
  volatile_, ///< nothing: what it held is stranded
};

/// What a service decides on.
enum class StateSource : std::uint8_t {
  store,       ///< what is stored
  own_events,  ///< what of it has come back to the service through publication, as to any other consumer
};

/// How long a service keeps what it has of a state.
enum class HoldUntil : std::uint8_t {
  appended,        ///< until its events are stored
  published_back,  ///< until they have come back to it through publication
};

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
