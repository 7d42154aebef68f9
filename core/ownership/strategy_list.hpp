// The ownership strategies by name. A new one is a line here, a file in core/design/strategies that defines its plan, a
// test and a line in docs/guide/ownership.md.
#pragma once

#include "core/base/enum_words.hpp"

/// CRISPER_OWNERSHIP_STRATEGIES(X): X(name, "meaning", KeepsOutBy, StrategyClaim, several states at once?, lasts no
/// longer than a lease?, what a service has of a state while it works on it (Possession)).
#define CRISPER_OWNERSHIP_STRATEGIES(X)                                                                                \
  X(none, "nobody is kept out: the unsafe baseline", nobody, nothing, true, false, nothing)                            \
  X(table_lock, "one lock for all states of a kind, from a lock service, with a lease",                                \
    locks, safe, true, true, grant)                                                                                    \
  X(row_lock, "one lock per stream, from a lock service, with a lease", locks, safe, false, true, grant)               \
  X(multi_row_lock, "a lock for each of a command's streams, in one order or as they come",                            \
    locks, safe, true, true, grant)                                                                                    \
  X(lease, "a lock per stream, within a session with a lock service of one or several replicas",                       \
    locks, safe, true, true, grant)                                                                                    \
  X(single_process, "one process has all states in memory and serves them one command at a time",                      \
    process, safe, true, false, state)                                                                                 \
  X(actor_per_stream, "a process per stream with its state in memory, found or started by a registry",                 \
    process, safe, false, true, state)                                                                                 \
  X(optimistic, "no lock: the append names the version it was decided on; a loser decides again",                      \
    version, safe, true, false, nothing)                                                                               \
  X(commutative, "no lock, no check: events are taken to mean the same in any order",                                  \
    nobody, sums, false, false, nothing)                                                                               \
  X(partitioned_queue, "the queue gives a partition of the states to one handler, one command at a time",              \
    partitions, safe, false, true, grant)                                                                              \
  X(partition_and_lock, "a partition to a group of handlers; the queue locks each stream",                             \
    partitions, safe, false, true, grant)                                                                              \
  X(escrow, "what is countable is shared out among the handlers: each gives away from its own quota",                  \
    version, safe, false, false, nothing)                                                                              \
  X(reliable_inbox, "one process, with its inbox in the store: dequeue and events are one append",                     \
    process, safe, true, false, state)

namespace crisper {

CRISPER_ENUM_OF_LIST(OwnershipStrategy, CRISPER_OWNERSHIP_STRATEGIES)

/// By what a strategy keeps others from a state that one works on.
CRISPER_ENUM(KeepsOutBy,
             (nobody, "by nothing"),
             (locks, "a service grants locks"),
             (partitions, "the queue gives partitions out"),
             (process, "one process has the state"),
             (version, "what was decided on another version is refused"))

/// What a strategy promises of the states. What it doesn't, random runs may break.
CRISPER_ENUM(StrategyClaim,
             (nothing, "the unsafe baseline"),
             (sums, "the sums are right; no bound is kept"),
             (safe, "no decision counts on a state that has moved on"))

}  // namespace crisper
