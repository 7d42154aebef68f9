// The ownership strategies by name. A new one is a line here, a file in core/design/strategies that defines its plan, a
// test and a line in docs/guide/ownership.md.
#pragma once

#include <cstdint>

/// CRISPER_OWNERSHIP_STRATEGIES(X): X(name, several states at once?, lasts no longer than a lease?, what a service has
/// of a state while it works on it (Possession), "meaning").
#define CRISPER_OWNERSHIP_STRATEGIES(X)                                                                                \
  X(none, true, false, nothing, "nobody is kept out: the unsafe baseline")                                             \
  X(table_lock, true, true, grant, "one lock for all states of a kind, from a lock service, with a lease")             \
  X(row_lock, false, true, grant, "one lock per stream, from a lock service, with a lease")                            \
  X(multi_row_lock, true, true, grant, "a lock for each of a command's streams, in one order or as they come")         \
  X(lease, true, true, grant, "a lock per stream, within a session with a lock service of one or several replicas")    \
  X(single_process, true, false, state, "one process has all states in memory and serves them one command at a time")  \
  X(actor_per_stream, false, true, state,                                                                              \
    "a process per stream with its state in memory, found or started by a registry")                                   \
  X(optimistic, true, false, nothing,                                                                                  \
    "no lock: the append names the version it was decided on; a loser decides again")                                  \
  X(commutative, false, false, nothing, "no lock, no check: events are taken to mean the same in any order")           \
  X(partitioned_queue, false, true, grant,                                                                             \
    "the queue gives a partition of the states to one handler, one command at a time")                                 \
  X(partition_and_lock, false, true, grant, "a partition to a group of handlers; the queue locks each stream")         \
  X(escrow, false, false, nothing,                                                                                     \
    "what is countable is shared out among the handlers: each gives away from its own quota")                          \
  X(reliable_inbox, true, false, state, "one process, with its inbox in the store: dequeue and events are one append")

namespace crisper {

enum class OwnershipStrategy : std::uint8_t {
#define CRISPER_STRATEGY(name, ...) name,
  CRISPER_OWNERSHIP_STRATEGIES(CRISPER_STRATEGY)
#undef CRISPER_STRATEGY
};

}  // namespace crisper
